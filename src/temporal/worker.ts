import { types } from 'node:util';
import {
  makeTelemetryFilterString,
  Runtime,
  UnexpectedError,
  Worker,
  type Logger as TemporalLogger,
} from '@temporalio/worker';
import type { LogLevel as TemporalLogLevel, LogMetadata, NativeConnection } from '@temporalio/worker';
import type { CompiledWorkerOptions } from '@temporalio/worker/lib/worker-options';
import type { Workflow, WorkflowCreator } from '@temporalio/worker/lib/workflow/interface';
import type { WorkflowBundleWithSourceMapAndFilename } from '@temporalio/worker/lib/workflow/workflow-worker-thread/input';
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
 * Workflows that a worker keeps in memory, some 330 KB each: those that were busy last. One that sleeps longer than it is
 * kept is read and replayed before its next attempt. Source: docs/performance.md, "What changes to the work brought".
 */
const MAX_CACHED_WORKFLOWS = 300;

/** Makes a worker for our workflows and activities; `run()` it, and `shutdown()` to drain it. */
export function createWorker(options: WorkerOptions): Promise<Worker> {
  return ThriftyWorker.create({
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
 * A worker whose workflows cost less. The SDK would start a thread of the operating system for each call into a
 * workflow's context, to limit its time; here, one timer limits each step. And it would wake the workflows' thread for the
 * log lines of each step, and for the end of each workflow. Source: docs/decisions.md D77.
 */
export class ThriftyWorker extends Worker {
  /** A step of a workflow takes milliseconds: one that takes so long never ends. */
  protected static readonly maxStepMs: number = 60_000;

  protected static override async createWorkflowCreator(
    bundle: WorkflowBundleWithSourceMapAndFilename,
    options: CompiledWorkerOptions,
    logger: TemporalLogger,
  ): Promise<WorkflowCreator> {
    // The SDK's type knows no worker without a limit, and Node's `vm` starts no thread without one.
    const unlimited = { ...options, isolateExecutionTimeoutMs: undefined as unknown as number };
    return thrifty(await super.createWorkflowCreator(bundle, unlimited, logger), this.maxStepMs);
  }
}

function thrifty(creator: WorkflowCreator, maxStepMs: number): WorkflowCreator {
  let isLost = false;
  const ended: Workflow[] = [];
  /** A message of its own would wake the thread: what has ended goes with the next one. */
  const disposeOfEnded = () => {
    for (const workflow of ended.splice(0)) workflow.dispose().catch(() => undefined);
  };

  function thriftyWorkflow(workflow: Workflow, type: string): Workflow {
    let mayHaveLogged = false;
    const late = () => {
      isLost = true;
      return new UnexpectedError(`a step of the workflow ${type} has not ended within ${maxStepMs / 1000} s`);
    };
    return {
      async activate(activation) {
        disposeOfEnded();
        const completion = await limited(workflow.activate(activation), maxStepMs, late);
        mayHaveLogged = hasFailed(completion);
        return completion;
      },
      // Ours log nothing, and the SDK nothing but debug lines, unless one fails.
      getAndResetSinkCalls: async () => (mayHaveLogged ? workflow.getAndResetSinkCalls() : []),
      dispose: async () => void ended.push(workflow),
    };
  }

  return {
    async createWorkflow(options) {
      disposeOfEnded();
      return thriftyWorkflow(await creator.createWorkflow(options), options.info.workflowType);
    },
    async destroy() {
      disposeOfEnded();
      const destroyed = creator.destroy();
      // A lost thread does not answer.
      if (isLost) destroyed.catch(() => undefined);
      else await destroyed;
    },
  };
}

type Completion = Awaited<ReturnType<Workflow['activate']>>;

function hasFailed({ failed, successful }: Completion): boolean {
  return Boolean(failed) || Boolean(successful?.commands?.some((command) => command.failWorkflowExecution));
}

async function limited<Result>(step: Promise<Result>, maxMs: number, late: () => Error): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const lateness = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(late()), maxMs)));
  try {
    return await Promise.race([step, lateness]);
  } finally {
    clearTimeout(timer);
  }
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
