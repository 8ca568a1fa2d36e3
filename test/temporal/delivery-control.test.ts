import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Delivery } from '../../src/domain/deliveries/delivery';
import { createDeliveryControl } from '../../src/temporal/delivery-control';
import { DELIVER_NOTIFICATION, deliveryWorkflowId } from '../../src/workflows/contract';
import { aDelivery } from '../support/builders/a-delivery';
import { fakeActivities, type FakeActivities } from '../support/engines/fake-activities';
import { startTimeSkipping, TASK_QUEUE, withWorker } from '../support/engines/time-skipping';
import { waitUntil } from '../support/services/wait-until';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTimeSkipping();
});
afterAll(() => env.teardown());

const settings = { retryDelaysSeconds: [180], attemptTimeoutSeconds: 20 };

let deliveries = 0;

/** A delivery whose first attempt has failed, so that its workflow waits; `close` lets a cancelled one end. */
async function withWaitingDelivery(
  body: (world: {
    readonly control: ReturnType<typeof createDeliveryControl>;
    readonly delivery: Delivery;
    readonly activities: FakeActivities;
    readonly close: () => void;
  }) => Promise<void>,
): Promise<void> {
  const id = `d${++deliveries}`;
  const workflows = env.client.workflow;
  const options = { workflows, taskQueue: TASK_QUEUE, namespace: 'default', delivery: settings };
  let close: () => void = () => undefined;
  const closing = new Promise<void>((resolve) => (close = resolve));
  const activities = fakeActivities({ [id]: ['refuses', 'accepts'] }, () => env.currentTimeMs());
  const recordCancellation: FakeActivities['recordCancellation'] = async (input) => {
    await activities.recordCancellation(input);
    await closing;
  };
  await withWorker(env, { ...activities, recordCancellation }, async () => {
    await workflows.start(DELIVER_NOTIFICATION, {
      args: [{ deliveryId: id, destinationLabel: 'x', firstAttemptNumber: 1, ...settings }],
      taskQueue: TASK_QUEUE,
      workflowId: deliveryWorkflowId('acme-media', id),
    });
    await waitUntil('the first attempt has failed', async () => activities.attempts.length === 1);
    const control = createDeliveryControl({ ...options, uiUrl: undefined });
    await body({ control, delivery: aDelivery({ id, attemptCount: 1 }), activities, close });
    await workflows.getHandle(deliveryWorkflowId('acme-media', id)).result();
    expect(activities.attempts.map(({ attemptNumber }) => attemptNumber)).toEqual([1, 2]);
  });
}

describe('a retry', () => {
  it('ends the wait of a delivery that waits', () =>
    withWaitingDelivery(async ({ control, delivery }) => {
      expect(await control.retry('acme-media', delivery)).toBe('retrying_now');
    }));

  it('begins a new run of a delivery that is recorded as cancelled and whose workflow is about to close', () =>
    withWaitingDelivery(async ({ control, delivery, activities, close }) => {
      expect(await control.cancel('acme-media', delivery)).toBe('cancelling');
      await waitUntil('the cancellation is recorded', async () => activities.cancelled.length === 1);
      const retried = control.retry('acme-media', { ...delivery, status: 'cancelled' });
      setTimeout(close, 300);
      expect(await retried).toBe('new_run');
    }));

  it('of an ended delivery that another request has retried already ends the wait of that run', () =>
    withWaitingDelivery(async ({ control, delivery }) => {
      expect(await control.retry('acme-media', { ...delivery, status: 'failed' })).toBe('retrying_now');
    }));

  it('of a test begins a run of one attempt', async () => {
    const id = `d${++deliveries}`;
    const activities = fakeActivities({ [id]: ['refuses', 'accepts'] }, () => env.currentTimeMs());
    await withWorker(env, activities, async () => {
      const workflows = env.client.workflow;
      const options = { workflows, taskQueue: TASK_QUEUE, namespace: 'default', delivery: settings };
      const control = createDeliveryControl({ ...options, uiUrl: undefined });
      const test = aDelivery({ id, attemptCount: 1, status: 'failed', isTest: true });
      expect(await control.retry('acme-media', test)).toBe('new_run');
      const run = workflows.getHandle(deliveryWorkflowId('acme-media', id));
      await expect(run.result()).rejects.toThrow();
    });
    expect(activities.attempts.map(({ attemptNumber }) => attemptNumber)).toEqual([2]);
  });

  it('of a delivery whose run is lost begins one, though two ask at the same time', async () => {
    const id = `d${++deliveries}`;
    const activities = fakeActivities({ [id]: ['accepts'] }, () => env.currentTimeMs());
    await withWorker(env, activities, async () => {
      const workflows = env.client.workflow;
      const options = { workflows, taskQueue: TASK_QUEUE, namespace: 'default', delivery: settings };
      const control = createDeliveryControl({ ...options, uiUrl: undefined });
      const retry = () => control.retry('acme-media', aDelivery({ id, attemptCount: 0 }));
      expect((await Promise.all([retry(), retry()])).sort()).toEqual(['new_run', 'retrying_now']);
      await workflows.getHandle(deliveryWorkflowId('acme-media', id)).result();
      expect(activities.attempts).toHaveLength(1);
    });
  });
});
