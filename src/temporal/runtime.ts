import { types } from 'node:util';
import { makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import type { LogLevel as TemporalLogLevel, LogMetadata } from '@temporalio/worker';
import type { Logger } from '../logger';
import { DELIVER_NOTIFICATION } from '../workflows/contract';

/**
 * Sends the engine's log lines to ours and serves its metrics. Once per process, before any connection.
 *
 * @param metricsAddress host and port; without it there are no metrics.
 */
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

/** The engine's log lines as lines of ours. */
export function temporalLogger(logger: Logger) {
  const at = (level: keyof Logger) => (message: string, meta?: LogMetadata) =>
    logger[isRefusal(message, meta) ? 'debug' : level](message, withReadableError(meta));
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

/**
 * Whether a receiver accepted no attempt, which is no fault of ours. An error that comes from a workflow's own thread
 * has lost its type, but not the name in its stack; and this workflow throws no other failure of that name.
 */
function isRefusal(message: string, { workflowType, error }: LogMetadata = {}): boolean {
  return (
    message === 'Workflow failed' &&
    workflowType === DELIVER_NOTIFICATION &&
    types.isNativeError(error) &&
    (error.stack ?? '').startsWith('ApplicationFailure:')
  );
}

/** An error has no properties that JSON would show. */
function withReadableError(meta: LogMetadata | undefined): object | undefined {
  if (meta === undefined || !types.isNativeError(meta.error)) return meta;
  const { error, ...facts } = meta;
  return { ...facts, err: error };
}
