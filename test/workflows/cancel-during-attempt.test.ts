import type { WorkflowFailedError } from '@temporalio/client';
import { CancelledFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { DELIVER_NOTIFICATION } from '../../src/workflows/contract';
import { startDevServerEnvironment } from '../support/engines/dev-server';
import { fakeActivities } from '../support/engines/fake-activities';
import type { FakeActivities, ReceiverScript } from '../support/engines/fake-activities';
import { TASK_QUEUE, withWorker } from '../support/engines/time-skipping';
import { waitUntil } from '../support/services/wait-until';

/* On a real server: the time-skipping one never ends an activity that fails after a cancellation was asked for. */

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startDevServerEnvironment();
}, 60_000);
afterAll(() => env.teardown());

/** Of a pending activity. Source: temporal.api.enums.v1.PendingActivityState. */
const CANCEL_REQUESTED = 3;

let runs = 0;

/** Cancels a run during its first attempt, which then ends as the script says. */
async function cancelDuring(script: ReceiverScript, retryDelaysSeconds: readonly number[] = [180]) {
  const activities = fakeActivities({ d1: script }, async () => Date.now());
  let end: () => void = () => undefined;
  const mayEnd = new Promise<void>((resolve) => (end = resolve));
  let isUnderWay = false;
  const attemptDelivery: FakeActivities['attemptDelivery'] = async (asked) => {
    isUnderWay = true;
    await mayEnd;
    return activities.attemptDelivery(asked);
  };
  const ended = await withWorker(env, { ...activities, attemptDelivery }, async () => {
    const handle = await env.client.workflow.start(DELIVER_NOTIFICATION, {
      args: [
        {
          deliveryId: 'd1',
          destinationLabel: 'hooks.example.com/cld',
          firstAttemptNumber: 1,
          retryDelaysSeconds,
          attemptTimeoutSeconds: 20,
        },
      ],
      taskQueue: TASK_QUEUE,
      workflowId: `delivery/test/${++runs}`,
    });
    await waitUntil('an attempt is under way', () => isUnderWay);
    await handle.cancel();
    await waitUntil('the cancellation has reached the attempt', async () => {
      const { raw } = await handle.describe();
      return raw.pendingActivities?.some(({ state }) => Number(state) === CANCEL_REQUESTED) ?? false;
    });
    end();
    return handle.result().catch((error: WorkflowFailedError) => error.cause);
  });
  return { ended, activities };
}

describe('a cancellation that comes while an attempt is under way', () => {
  it.each<[string, ReceiverScript]>([
    ['is put off', ['is busy']],
    ['fails with our database', ['our database is down']],
    ['is refused', ['refuses']],
  ])('is recorded when that attempt %s, and the run ends cancelled', async (_how, script) => {
    const { ended, activities } = await cancelDuring(script);
    expect(ended).toBeInstanceOf(CancelledFailure);
    expect(activities.cancelled).toEqual(['d1']);
    expect(activities.attempts).toHaveLength(1);
  });

  it('gives way to a receiver that accepts', async () => {
    const { ended, activities } = await cancelDuring(['accepts']);
    expect(ended).toEqual({ status: 'delivered', attempts: 1 });
    expect(activities.cancelled).toEqual([]);
  });

  it('comes too late for a delivery whose last attempt is refused', async () => {
    const { ended, activities } = await cancelDuring(['refuses'], []);
    expect(ended).toMatchObject({ type: 'DeliveryExhausted' });
    expect(activities.cancelled).toEqual([]);
  });
});
