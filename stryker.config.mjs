/*
 * npm run mutation: does some test fail when the code that decides about safety is changed? Of single
 * files: npm run mutation -- --mutate src/signing/notification-headers.ts
 */

// The properties find next to nothing here that the examples do not, and would run once for each change.
process.env.FUZZ_RUNS ??= '60';

const FILES = [
  'src/domain/destinations/{address-rules,destination-url}.ts',
  'src/domain/deliveries/retry-schedule.ts',
  'src/domain/triggers/{filter,payload-template}/*.ts',
  'src/signing/*.ts',
];

const TESTS = [
  '<rootDir>/test/domain/destinations/*.test.ts',
  '<rootDir>/test/domain/deliveries/retry-schedule.test.ts',
  '<rootDir>/test/domain/triggers/{filter,payload-template}/*.test.ts',
  '<rootDir>/test/signing/*.test.ts',
];

export default {
  mutate: FILES,
  testRunner: 'jest',
  // Each change needs modules that are loaded anew, and none the database server that other tests need.
  jest: {
    config: {
      testMatch: TESTS,
      testEnvironment: 'node',
      runtime: 'jest-runtime',
      globalSetup: null,
      globalTeardown: null,
    },
  },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  thresholds: { high: 95, low: 90, break: 85 },
  ignorePatterns: [
    'dist',
    'dist.next',
    'dist.next.console',
    '.cache',
    '.data',
    'docs',
    'docker',
    'examples',
    'tools',
    'coverage',
    '*.md',
  ],
  tempDirName: '.cache/mutation/sandboxes',
  reporters: ['clear-text', 'progress-append-only', 'html', 'json'],
  clearTextReporter: { allowColor: false, reportTests: false },
  htmlReporter: { fileName: '.cache/mutation/report.html' },
  jsonReporter: { fileName: '.cache/mutation/report.json' },
  allowConsoleColors: false,
};
