import type { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { DELIVER_NOTIFICATION, progressQuery, retryNowSignal } from '../../src/workflows/contract';
import type { DeliverNotificationInput, DeliverNotificationResult } from '../../src/workflows/contract';
import { fakeActivities } from '../support/engines/fake-activities';
import type { ReceiverScript } from '../support/engines/fake-activities';
import { startTimeSkipping, TASK_QUEUE, withWorker } from '../support/engines/time-skipping';
import { waitUntil } from '../support/services/wait-until';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTimeSkipping();
});
afterAll(() => env.teardown());

const aRun = (changes: Partial<DeliverNotificationInput> = {}): DeliverNotificationInput => ({
  deliveryId: 'd1',
  destinationLabel: 'hooks.example.com/cld',
  firstAttemptNumber: 1,
  retryDelaysSeconds: [180, 360, 540],
  attemptTimeoutSeconds: 20,
  ...changes,
});

let runs = 0;
const start = (input: DeliverNotificationInput) =>
  env.client.workflow.start(DELIVER_NOTIFICATION, {
    args: [input],
    taskQueue: TASK_QUEUE,
    workflowId: `delivery/test/${++runs}`,
  });

/** Plays one run against a scripted receiver; the result, or the failure that ended it. */
async function play(script: ReceiverScript, input = aRun()) {
  const activities = fakeActivities({ d1: script }, () => env.currentTimeMs());
  const end = await withWorker(env, activities, async () => {
    const handle = await start(input);
    return handle.result().then(
      (result: DeliverNotificationResult) => ({ result, failure: undefined }),
      (error: WorkflowFailedError) => ({ result: undefined, failure: error.cause }),
    );
  });
  return { ...end, activities };
}

describe('deliverNotification', () => {
  it.each<[string, ReceiverScript, number[]]>([
    ['accepts at once', ['accepts'], [0]],
    ['recovers on the 2nd attempt', ['refuses', 'accepts'], [0, 3]],
    ['recovers on the 3rd attempt', ['refuses', 'refuses', 'accepts'], [0, 3, 9]],
    ['recovers on the 4th attempt', ['refuses', 'refuses', 'refuses', 'accepts'], [0, 3, 9, 18]],
  ])(
    'when the receiver %s: delivered, attempts at exactly these minutes',
    async (_receiver, script, minutes) => {
      const { result, activities } = await play(script);
      expect(activities.minutesOf('d1')).toEqual(minutes);
      expect(result).toEqual({ status: 'delivered', attempts: minutes.length });
    },
  );

  it('when the receiver never accepts: four attempts at minutes 0, 3, 9, 18, then DeliveryExhausted', async () => {
    const { failure, activities } = await play(['refuses']);
    expect(activities.minutesOf('d1')).toEqual([0, 3, 9, 18]);
    expect(failure).toBeInstanceOf(ApplicationFailure);
    expect(failure).toMatchObject({ type: 'DeliveryExhausted', nonRetryable: true });
    expect(failure?.message).toBe(
      'hooks.example.com/cld did not accept: 4 attempts, the last one ended with http_status',
    );
  });

  it('makes no further attempt at a destination that is not allowed', async () => {
    const { failure, activities } = await play(['is forbidden']);
    expect(activities.minutesOf('d1')).toEqual([0]);
    expect(failure?.message).toBe(
      'hooks.example.com/cld did not accept: 1 attempt, the last one ended with destination_not_allowed',
    );
  });

  it('repeats an attempt that our own failure interrupted, under the same number', async () => {
    const { result, activities } = await play([
      'refuses',
      'our database is down',
      'our database is down',
      'accepts',
    ]);
    expect(activities.attempts.map((a) => a.attemptNumber)).toEqual([1, 2, 2, 2]);
    expect(result).toEqual({ status: 'delivered', attempts: 2 });
  });

  it('uses up no attempt at a destination that is busy, and asks again when it was told to', async () => {
    const { result, activities } = await play(['is busy', 'is busy', 'refuses', 'is busy', 'accepts']);
    expect(activities.attempts.map((a) => a.attemptNumber)).toEqual([1, 1, 1, 2, 2]);
    expect(activities.minutesOf('d1')).toEqual([0, 1, 2, 5, 6]);
    expect(result).toEqual({ status: 'delivered', attempts: 2 });
  });

  it('can be cancelled while its destination is busy', async () => {
    const activities = fakeActivities({ d1: ['is busy'] }, () => env.currentTimeMs());
    const failure = await withWorker(env, activities, async () => {
      const handle = await start(aRun());
      await waitUntil('it has asked', () => activities.attempts.length > 0);
      await handle.cancel();
      return handle.result().catch((error: WorkflowFailedError) => error.cause);
    });
    expect(failure).toBeInstanceOf(CancelledFailure);
    expect(activities.cancelled).toEqual(['d1']);
  });

  it('takes the waits from its input', async () => {
    const { activities } = await play(['refuses'], aRun({ retryDelaysSeconds: [60, 120] }));
    expect(activities.minutesOf('d1')).toEqual([0, 1, 3]);
  });

  it('makes the next attempt at once when the wait is 0', async () => {
    const { activities } = await play(['refuses'], aRun({ retryDelaysSeconds: [0, 0] }));
    expect(activities.minutesOf('d1')).toEqual([0, 0, 0]);
  });

  it('numbers the attempts of a later run after those before, and counts from 1 within the run', async () => {
    const { activities } = await play(['refuses', 'accepts'], aRun({ firstAttemptNumber: 5 }));
    expect(activities.attempts.map((a) => [a.attemptNumber, a.attemptInRun])).toEqual([
      [5, 1],
      [6, 2],
    ]);
  });

  it('makes the next attempt at once when it is told to while it waits', async () => {
    const activities = fakeActivities({ d1: ['refuses', 'accepts'] }, () => env.currentTimeMs());
    const result = await withWorker(env, activities, async () => {
      const handle = await start(aRun());
      await waitUntil('it waits', async () => (await handle.query(progressQuery)).state === 'waiting');
      await handle.signal(retryNowSignal);
      return handle.result();
    });
    expect(result).toEqual({ status: 'delivered', attempts: 2 });
    expect(activities.minutesOf('d1')).toEqual([0, 0]);
  });

  it('does not wait after an attempt that it was told to follow at once while that attempt was under way', async () => {
    const activities = fakeActivities({ d1: ['refuses', 'accepts'] }, () => env.currentTimeMs());
    const result = await withWorker(env, activities, async () => {
      const handle = await start(aRun({ firstAttemptNumber: 5 }));
      await handle.signal(retryNowSignal, { afterAttemptNumber: 5 });
      return handle.result();
    });
    expect(result).toEqual({ status: 'delivered', attempts: 2 });
    expect(activities.minutesOf('d1')).toEqual([0, 0]);
  });

  it('waits after an attempt although it was told to follow an earlier one at once', async () => {
    const activities = fakeActivities({ d1: ['refuses', 'accepts'] }, () => env.currentTimeMs());
    await withWorker(env, activities, async () => {
      const handle = await start(aRun({ firstAttemptNumber: 5 }));
      await handle.signal(retryNowSignal, { afterAttemptNumber: 4 });
      return handle.result();
    });
    expect(activities.minutesOf('d1')).toEqual([0, 3]);
  });

  it('keeps the waits that follow when one was cut short', async () => {
    const activities = fakeActivities({ d1: ['refuses'] }, () => env.currentTimeMs());
    await withWorker(env, activities, async () => {
      const handle = await start(aRun());
      await waitUntil('it waits', async () => (await handle.query(progressQuery)).state === 'waiting');
      await handle.signal(retryNowSignal);
      await handle.result().catch(() => undefined);
    });
    expect(activities.minutesOf('d1')).toEqual([0, 0, 6, 15]);
  });

  it('records a cancellation that comes while it waits, and ends cancelled', async () => {
    const activities = fakeActivities({ d1: ['refuses'] }, () => env.currentTimeMs());
    const failure = await withWorker(env, activities, async () => {
      const handle = await start(aRun());
      await waitUntil('it waits', async () => (await handle.query(progressQuery)).state === 'waiting');
      await handle.cancel();
      return handle.result().catch((error: WorkflowFailedError) => error.cause);
    });
    expect(failure).toBeInstanceOf(CancelledFailure);
    expect(activities.cancelled).toEqual(['d1']);
    expect(activities.minutesOf('d1')).toEqual([0]);
  });

  it('ends without an attempt when its delivery was cancelled before', async () => {
    const { result } = await play(['was cancelled before']);
    expect(result).toEqual({ status: 'cancelled', attempts: 0 });
  });

  it('that takes the place of a lost run goes on with its schedule', async () => {
    const { failure, activities } = await play(['refuses'], aRun({ firstAttemptNumber: 5, attemptsMade: 2 }));
    expect(activities.attempts.map((a) => [a.attemptNumber, a.attemptInRun, a.minute])).toEqual([
      [7, 3, 0],
      [8, 4, 9],
    ]);
    expect(failure).toMatchObject({ type: 'DeliveryExhausted' });
  });

  it('tells its progress', async () => {
    const activities = fakeActivities({ d1: ['refuses'] }, () => env.currentTimeMs());
    await withWorker(env, activities, async () => {
      const handle = await start(aRun());
      const progress = await waitUntil('it waits', async () => {
        const answer = await handle.query(progressQuery);
        return answer.state === 'waiting' && answer;
      });
      expect(progress).toEqual({ state: 'waiting', attemptNumber: 1, attemptLimit: 4 });
      await handle.terminate();
    });
  });
});
