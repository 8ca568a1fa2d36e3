import type { NativeConnection } from '@temporalio/worker';
import { Worker } from '@temporalio/worker';
import type { Activities } from '../activities';

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
 * Workflows that a worker keeps in memory, some 350 KB each. One that sleeps longer than it is kept is read and replayed
 * before its next attempt.
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
