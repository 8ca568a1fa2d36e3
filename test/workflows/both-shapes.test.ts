import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { FIRST_ATTEMPT_SHAPES } from '../../src/domain/deliveries/attempt';
import {
  DISPATCH_EVENT,
  deliveryWorkflowId,
  progressQuery,
  retryNowSignal,
} from '../../src/workflows/contract';
import type { DispatchEventInput, DispatchEventResult } from '../../src/workflows/contract';
import { fakeActivities } from '../support/engines/fake-activities';
import type { FakeActivities, ReceiverScript } from '../support/engines/fake-activities';
import { startTimeSkipping, TASK_QUEUE, withWorker } from '../support/engines/time-skipping';
import { waitUntil } from '../support/services/wait-until';

/* What customers and receivers see is the same wherever the first attempt is made. Source: docs/decisions.md D36. */

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTimeSkipping();
});
afterAll(() => env.teardown());

let events = 0;

describe.each(FIRST_ATTEMPT_SHAPES)(
  'an event whose first attempts are those of the shape "%s"',
  (firstAttempt) => {
    /** Starts an event whose only delivery meets a receiver of this script, and does something meanwhile. */
    async function dispatch(
      script: ReceiverScript,
      meanwhile: (deliveryId: string, activities: FakeActivities) => Promise<void> = async () => undefined,
      changes: Partial<DispatchEventInput['delivery']> = {},
    ) {
      const deliveryId = `d${++events}`;
      const activities = fakeActivities({ [deliveryId]: script }, () => env.currentTimeMs());
      const input: DispatchEventInput = {
        environmentId: 'env1',
        cloudName: 'acme-media',
        eventId: `e${events}`,
        eventType: 'upload',
        delivery: { retryDelaysSeconds: [180, 360, 540], attemptTimeoutSeconds: 20, ...changes },
        firstAttempt,
      };
      const result = await withWorker(env, activities, async () => {
        const handle = await env.client.workflow.start(DISPATCH_EVENT, {
          args: [input],
          taskQueue: TASK_QUEUE,
          workflowId: `event/acme-media/${input.eventId}`,
        });
        await meanwhile(deliveryId, activities);
        return (await handle.result()) as DispatchEventResult;
      });
      const attempts = activities.attempts.map((each) => [
        each.attemptNumber,
        each.attemptInRun,
        each.minute,
      ]);
      return { result, attempts, activities };
    }

    const run = (deliveryId: string) =>
      env.client.workflow.getHandle(deliveryWorkflowId('acme-media', deliveryId));

    async function untilItWaits(deliveryId: string): Promise<void> {
      await waitUntil('it waits', async () => {
        const progress = await run(deliveryId)
          .query(progressQuery)
          .catch(() => undefined);
        return progress?.state === 'waiting';
      });
    }

    it.each<[string, ReceiverScript, number[]]>([
      ['accepts at once', ['accepts'], [0]],
      ['recovers on the 2nd attempt', ['refuses', 'accepts'], [0, 3]],
      ['recovers on the 3rd attempt', ['refuses', 'refuses', 'accepts'], [0, 3, 9]],
      ['recovers on the 4th attempt', ['refuses', 'refuses', 'refuses', 'accepts'], [0, 3, 9, 18]],
    ])(
      'delivers to a receiver that %s, by attempts of these numbers and minutes',
      async (_receiver, script, minutes) => {
        const { result, attempts } = await dispatch(script);
        expect(attempts).toEqual(minutes.map((minute, index) => [index + 1, index + 1, minute]));
        expect(result).toEqual({ delivered: 1, failed: 0, cancelled: 0 });
      },
    );

    it('makes exactly four attempts at a receiver that never accepts, at minutes 0, 3, 9 and 18', async () => {
      const { result, attempts } = await dispatch(['refuses']);
      expect(attempts).toEqual([
        [1, 1, 0],
        [2, 2, 3],
        [3, 3, 9],
        [4, 4, 18],
      ]);
      expect(result).toEqual({ delivered: 0, failed: 1, cancelled: 0 });
    });

    it('fails at once at a destination that is not allowed, and shows it in a workflow that has failed', async () => {
      let deliveryId = '';
      const { result, attempts } = await dispatch(['is forbidden'], async (id) => void (deliveryId = id));
      expect(attempts).toEqual([[1, 1, 0]]);
      expect(result).toEqual({ delivered: 0, failed: 1, cancelled: 0 });
      await expect(run(deliveryId).result()).rejects.toMatchObject({
        cause: {
          type: 'DeliveryExhausted',
          message: `${deliveryId}.example.com/hook did not accept: 1 attempt, the last one ended with destination_not_allowed`,
        },
      });
    });

    it('fails after the only attempt of a schedule without waits', async () => {
      const { result, attempts } = await dispatch(['refuses'], undefined, { retryDelaysSeconds: [] });
      expect(attempts).toEqual([[1, 1, 0]]);
      expect(result).toEqual({ delivered: 0, failed: 1, cancelled: 0 });
    });

    it('uses up no attempt at a destination that is busy', async () => {
      const { result, attempts } = await dispatch(['is busy', 'refuses', 'accepts']);
      expect(attempts).toEqual([
        [1, 1, 0],
        [1, 1, 1],
        [2, 2, 4],
      ]);
      expect(result).toEqual({ delivered: 1, failed: 0, cancelled: 0 });
    });

    it('counts a delivery that was cancelled before its first attempt', async () => {
      const { result } = await dispatch(['was cancelled before']);
      expect(result).toEqual({ delivered: 0, failed: 0, cancelled: 1 });
    });

    it('makes the next attempt at once when it is told to while a delivery waits', async () => {
      const { result, attempts } = await dispatch(['refuses', 'accepts'], async (deliveryId) => {
        await untilItWaits(deliveryId);
        await run(deliveryId).signal(retryNowSignal, { afterAttemptNumber: 1 });
      });
      expect(attempts).toEqual([
        [1, 1, 0],
        [2, 2, 0],
      ]);
      expect(result).toEqual({ delivered: 1, failed: 0, cancelled: 0 });
    });

    it('records the cancellation of a delivery that waits', async () => {
      let deliveryId = '';
      const { result, activities } = await dispatch(['refuses'], async (id) => {
        deliveryId = id;
        await untilItWaits(id);
        await run(id).cancel();
      });
      expect(result).toEqual({ delivered: 0, failed: 0, cancelled: 1 });
      expect(activities.cancelled).toEqual([deliveryId]);
    });
  },
);
