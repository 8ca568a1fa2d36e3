import type { WorkflowFailedError } from '@temporalio/client';
import { CancelledFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../src/activities';
import { RUN_BULK_ACTION } from '../../src/workflows/contract';
import { fakeActivities } from '../support/engines/fake-activities';
import { startTimeSkipping, TASK_QUEUE, withWorker } from '../support/engines/time-skipping';
import { waitUntil } from '../support/services/wait-until';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTimeSkipping();
});
afterAll(() => env.teardown());

let runs = 0;

/** Seconds of virtual time from before the start until each batch was asked for, and whether the end was. */
async function run(
  batches: number,
  { failsAt, cancelAfter }: { readonly failsAt?: number; readonly cancelAfter?: number } = {},
) {
  const steps: { second: number; isCancelled: boolean }[] = [];
  const startMs = await env.currentTimeMs();
  const advanceBulkAction: Activities['advanceBulkAction'] = async ({ isCancelled = false }) => {
    const nowMs = await env.currentTimeMs();
    steps.push({ second: Math.round((nowMs - startMs) / 1000), isCancelled });
    if (steps.length === failsAt) throw new Error('database is locked');
    return { ended: isCancelled || steps.length > batches };
  };
  const activities = { ...fakeActivities({}, () => env.currentTimeMs()), advanceBulkAction };
  const ended = await withWorker(env, activities, async () => {
    const bulkActionId = `bulk${++runs}`;
    const handle = await env.client.workflow.start(RUN_BULK_ACTION, {
      args: [{ cloudName: 'acme-media', bulkActionId }],
      taskQueue: TASK_QUEUE,
      workflowId: `bulk/acme-media/${bulkActionId}`,
    });
    if (cancelAfter !== undefined) {
      await waitUntil('it has begun', () => steps.length >= cancelAfter);
      await handle.cancel();
    }
    return handle.result().catch((error: WorkflowFailedError) => error.cause);
  });
  return { steps, ended };
}

describe('runBulkAction', () => {
  it('takes at most one batch a second, until there is none', async () => {
    const { steps } = await run(3);
    expect(steps).toHaveLength(4);
    expect(steps.filter(({ second }, index) => second < index)).toEqual([]);
  });

  it('goes on in a history of its own after 100 batches', async () => {
    const { steps } = await run(120);
    expect(steps).toHaveLength(121);
  }, 60_000);

  it('repeats a batch that a failure of our own interrupted', async () => {
    const { steps, ended } = await run(3, { failsAt: 2 });
    expect(ended).toBeUndefined();
    expect(steps).toHaveLength(4);
  });

  it('records a cancellation by Temporal, and takes no further batch', async () => {
    const { steps, ended } = await run(1_000, { cancelAfter: 1 });
    expect(ended).toBeInstanceOf(CancelledFailure);
    expect(steps.at(-1)?.isCancelled).toBe(true);
    expect(steps.filter(({ isCancelled }) => isCancelled)).toHaveLength(1);
  });
});
