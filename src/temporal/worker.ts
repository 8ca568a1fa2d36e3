import { types } from 'node:util';
import { makeTelemetryFilterString, Runtime, Worker } from '@temporalio/worker';
import type { LogLevel as TemporalLogLevel, LogMetadata, NativeConnection } from '@temporalio/worker';
import type { Activities } from '../activities';
import type { Logger } from '../logger';
import { DELIVER_NOTIFICATION } from '../workflows/contract';

interface WorkerOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly taskQueue: string;
  /** File made by the build: the workflows and what they import. */
  readonly workflowBundlePath: string;
  readonly activities: Activities;
  /** How long attempts under way may still take when the worker is told to stop. */
  readonly shutdownGraceSeconds: number;
}

/** Activities at a time. Attempts mostly wait for receivers, so there may be many. */
export const ACTIVITY_SLOTS = 1_000;

/**
 * Workflows that a worker keeps in memory, some 350 KB each. One that sleeps longer than it is kept is read and
 * replayed before its next attempt.
 */
const MAX_CACHED_WORKFLOWS = 800;

/** Makes a worker for our workflows and activities; `run()` it, and `shutdown()` to drain it. */
export function createWorker(options: WorkerOptions): Promise<Worker> {
  return Worker.create({
    connection: options.connection,
    namespace: options.namespace,
    taskQueue: options.taskQueue,
    workflowBundle: { codePath: options.workflowBundlePath },
    activities: { ...options.activities },
    maxConcurrentActivityTaskExecutions: ACTIVITY_SLOTS,
    maxCachedWorkflows: MAX_CACHED_WORKFLOWS,
    shutdownGraceTime: options.shutdownGraceSeconds * 1000,
    shutdownForceTime: (options.shutdownGraceSeconds + 10) * 1000,
  });
}

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
