const transform = {
  '^.+\\.(t|m?j)s$': [
    '@swc/jest',
    {
      swcrc: false,
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
      module: { type: 'commonjs' },
    },
  ],
};

/** @type {import('jest').Config} */
module.exports = {
  // Test files share the modules that they import: loading them for each file took longer than the tests.
  testEnvironment: '<rootDir>/test/support/runner/one-realm-environment.cjs',
  runtime: '<rootDir>/test/support/runner/shared-modules-runtime.cjs',
  rootDir: __dirname,
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform,
  transformIgnorePatterns: ['node_modules/(?!(@noble|jose)/)'],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/dist.next', '<rootDir>/.cache', '<rootDir>/.data'],
  globalSetup: '<rootDir>/test/support/services/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/services/global-teardown.ts',
  // Two more than the cores of a small machine: much of the time is spent on waiting for engines.
  maxWorkers: 4,
  testTimeout: 30_000,
};
