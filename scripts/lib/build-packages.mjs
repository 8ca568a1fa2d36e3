import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

import { hashFiles } from './hash-files.mjs';
import { inProject } from './project.mjs';
import { runQuietly } from './run.mjs';

/** Compiles each package of `packages` into its `dist`, for `import` and for `require`, unless its sources are unchanged. */
export async function buildPackages(compilerOptions = []) {
  const folder = inProject('packages');
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (existsSync(path.join(folder, name, 'tsconfig.json')))
      await buildPackage(path.join('packages', name), compilerOptions);
  }
}

async function buildPackage(folder, compilerOptions) {
  const dist = inProject(folder, 'dist');
  const stamp = path.join(dist, '.sources');
  const sources = hashFiles([
    path.join(folder, 'src'),
    path.join(folder, 'tsconfig.json'),
    'tsconfig.json',
    'scripts/lib/build-packages.mjs',
  ]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return;

  rmSync(dist, { recursive: true, force: true });
  await runQuietly(`compiling ${folder}`, process.execPath, [
    inProject('node_modules', 'typescript', 'bin', 'tsc'),
    '-p',
    folder,
    '--emitDeclarationOnly',
    '--outDir',
    path.join(dist, 'esm'),
    ...compilerOptions,
  ]);
  await writePrograms(inProject(folder, 'src'), dist);
  writeFileSync(stamp, sources);
}

/** Writes the programs minified, and the types for `require` too. Comments stay in the types. */
async function writePrograms(sourceFolder, dist) {
  const { default: ts } = await import('typescript');
  const { default: swc } = await import('@swc/core');
  const formats = [
    { name: 'esm', type: 'module', module: ts.ModuleKind.ESNext },
    { name: 'cjs', type: 'commonjs', module: ts.ModuleKind.CommonJS },
  ];
  const files = readdirSync(sourceFolder, { recursive: true }).filter((file) => file.endsWith('.ts'));
  for (const { name, type, module } of formats) {
    const compilerOptions = {
      target: ts.ScriptTarget.ES2023,
      module,
      rewriteRelativeImportExtensions: true,
    };
    const minifier = { module: type === 'module', compress: { toplevel: true }, mangle: { toplevel: true } };
    for (const file of files) {
      const code = readFileSync(path.join(sourceFolder, file), 'utf8');
      const to = (ending) => path.join(dist, name, file.replace(/\.ts$/, ending));
      mkdirSync(path.dirname(to('.js')), { recursive: true });
      const { outputText } = ts.transpileModule(code, { compilerOptions });
      writeFileSync(to('.js'), swc.minifySync(outputText, minifier).code);
      const types = path.join(dist, 'esm', file.replace(/\.ts$/, '.d.ts'));
      if (name !== 'esm') copyFileSync(types, to('.d.ts'));
    }
    writeFileSync(path.join(dist, name, 'package.json'), `${JSON.stringify({ type })}\n`);
  }
}
