import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { Activities } from '../../../src/activities/index';
import { SEARCH_ATTRIBUTES } from '../../../src/workflows/contract';
import { testServerPath } from './engines';
import { patiently } from './patiently';
import { quietRuntime } from './quiet-runtime';
import { workflowsInThisThread } from './workflow-bundle';

export const TASK_QUEUE = 'test';
const KEYWORD = 2;

/** A server whose clock jumps to the next timer while a test awaits a workflow's result. */
export async function startTimeSkipping(): Promise<TestWorkflowEnvironment> {
  quietRuntime();
  const env = await patiently(() =>
    TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path: testServerPath() } },
    }),
  );
  await env.connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: Object.fromEntries(Object.values(SEARCH_ATTRIBUTES).map((name) => [name, KEYWORD])),
  });
  return env;
}

/** Runs `body` while a worker serves our workflows with these activities. */
export async function withWorker<T>(
  env: TestWorkflowEnvironment,
  activities: Activities,
  body: () => Promise<T>,
): Promise<T> {
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue: TASK_QUEUE,
    ...workflowsInThisThread(),
    activities: { ...activities },
  });
  return worker.runUntil(body);
}
