import { DefaultLogger, Runtime } from '@temporalio/worker';

/** Installs a runtime that logs errors only; once per test file, before any connection. */
export function quietRuntime(): void {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    shutdownSignals: [],
    telemetryOptions: { logging: { filter: 'ERROR', forward: {} } },
  });
}
