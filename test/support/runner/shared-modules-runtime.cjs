const { createRequire } = require('node:module');
const { compileFunction } = require('node:vm');
const { default: JestRuntime } = require('jest-runtime');

/** Packages that read their configuration when they are loaded: each test file loads them anew. */
const LOADED_PER_TEST_FILE = /[\\/]node_modules[\\/]cloudinary[\\/]/;

const TO_COMMONJS = {
  isInternalModule: false,
  supportsDynamicImport: false,
  supportsExportNamespaceFrom: false,
  supportsStaticESM: false,
  supportsTopLevelAwait: false,
};

/** Of the test file that runs: Jest's compiler, which keeps on the disk what it has compiled, and its source maps. */
let current;

require.extensions['.ts'] = (module, file) => {
  const { code, sourceMapPath } = current.transformer.transform(file, TO_COMMONJS);
  if (sourceMapPath) current.sourceMaps.set(file, sourceMapPath);
  module._compile(code, file);
};

/**
 * Loads what test files import with Node's own `require`, once for all files of a worker process. Jest loads every module
 * again for each test file, which cost more than the tests (`docs/decisions.md` D76). Needs `one-realm-environment.cjs`.
 *
 * Test files themselves are still loaded by Jest. `jest.mock` reaches what a test file itself imports, and nothing deeper.
 */
module.exports = class SharedModulesRuntime extends JestRuntime {
  constructor(config, environment, resolver, transformer, ...rest) {
    super(config, environment, resolver, transformer, ...rest);
    current = { transformer, sourceMaps: this.getSourceMaps() };
    for (const file of Object.keys(require.cache)) {
      if (LOADED_PER_TEST_FILE.test(file)) delete require.cache[file];
    }
    const { executor } = this;
    executor.compile = (code, filename) =>
      compileFunction(code, executor.injectedModuleParameters, { filename });
  }

  requireModule(from, moduleName, ...rest) {
    if (moduleName === undefined) return super.requireModule(from, moduleName, ...rest);
    return createRequire(from)(moduleName);
  }
};
