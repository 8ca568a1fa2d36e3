const { TestEnvironment } = require('jest-environment-node');

/** What Jest keeps in globals for one test file. */
const JEST_GLOBALS = ['EVENT_HANDLERS', 'TEST_TIMEOUT_SYMBOL', 'RETRY_TIMES'].map((name) => Symbol.for(name));

/**
 * Runs test files with Node's own globals instead of a copy for each file, so that `shared-modules-runtime.cjs` can
 * hand loaded modules on. What a test file changes in the environment variables is undone after it.
 */
module.exports = class OneRealmEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.before = { console: globalThis.console, exit: process.exit, env: { ...process.env } };
    for (const symbol of JEST_GLOBALS) delete globalThis[symbol];
    this.global = globalThis;
    this.moduleMocker = new this.moduleMocker.constructor(globalThis);
    this.fakeTimersModern = new this.fakeTimersModern.constructor({
      config: config.projectConfig,
      global: globalThis,
    });
  }

  async teardown() {
    this.fakeTimersModern.dispose();
    const { console, exit, env } = this.before;
    globalThis.console = console;
    process.exit = exit;
    for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
    Object.assign(process.env, env);
    await super.teardown();
  }
};
