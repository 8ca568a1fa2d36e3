import { makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import type { LogLevel as TemporalLogLevel, LogMetadata } from '@temporalio/worker';
import type { Logger } from '../logger';

/** Sends the engine's log lines to ours and serves its metrics. Once per process, before any connection. */
export function installRuntime(logger: Logger, metricsAddress: string | undefined): void {
  Runtime.install({
    // Signals are the command line's business: the API stops before the worker drains.
    shutdownSignals: [],
    logger: temporalLogger(logger),
    telemetryOptions: {
      logging: { filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }), forward: {} },
      ...(metricsAddress === undefined ? {} : { metrics: { prometheus: { bindAddress: metricsAddress } } }),
    },
  });
}

function temporalLogger(logger: Logger) {
  const at = (level: keyof Logger) => (message: string, meta?: LogMetadata) => logger[level](message, meta);
  const log = {
    trace: at('debug'),
    debug: at('debug'),
    // A worker's life in states is of no interest to an operator.
    info: at('debug'),
    warn: at('warn'),
    error: at('error'),
  };
  return {
    ...log,
    log: (level: TemporalLogLevel, message: string, meta?: LogMetadata) =>
      log[level.toLowerCase() as keyof typeof log](message, meta),
  };
}
