import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { DISPATCH_EVENT } from '../../src/workflows/contract';
import type { DispatchEventInput } from '../../src/workflows/contract';
import { fakeActivities } from '../support/engines/fake-activities';
import { startTimeSkipping, TASK_QUEUE, withWorker } from '../support/engines/time-skipping';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await startTimeSkipping();
});
afterAll(() => env.teardown());

const anInput = (changes: Partial<DispatchEventInput> = {}): DispatchEventInput => ({
  environmentId: 'env1',
  cloudName: 'acme-media',
  eventId: 'e1',
  eventType: 'upload',
  delivery: { retryDelaysSeconds: [180, 360, 540], attemptTimeoutSeconds: 20 },
  ...changes,
});

const dispatch = (input: DispatchEventInput) =>
  env.client.workflow.execute(DISPATCH_EVENT, {
    args: [input],
    taskQueue: TASK_QUEUE,
    workflowId: `event/test/${input.eventId}`,
  });

describe('dispatchEvent', () => {
  it('of two destinations of which one never accepts, counts both and delays neither', async () => {
    const activities = fakeActivities({ good: ['refuses', 'accepts'], bad: ['refuses'] }, () =>
      env.currentTimeMs(),
    );
    const result = await withWorker(env, activities, () => dispatch(anInput({ eventId: 'two' })));
    expect(result).toEqual({ delivered: 1, failed: 1, cancelled: 0 });
    expect(activities.minutesOf('good')).toEqual([0, 3]);
    expect(activities.minutesOf('bad')).toEqual([0, 3, 9, 18]);
  });

  it('completes with no deliveries when nobody is to be told', async () => {
    const activities = fakeActivities({}, () => env.currentTimeMs());
    const result = await withWorker(env, activities, () => dispatch(anInput({ eventId: 'none' })));
    expect(result).toEqual({ delivered: 0, failed: 0, cancelled: 0 });
  });

  it('leaves alone a delivery that was started before', async () => {
    const activities = fakeActivities({ same: ['accepts'] }, () => env.currentTimeMs());
    const results = await withWorker(env, activities, async () => [
      await dispatch(anInput({ eventId: 'first' })),
      await dispatch(anInput({ eventId: 'again' })),
    ]);
    expect(results).toEqual([
      { delivered: 1, failed: 0, cancelled: 0 },
      { delivered: 0, failed: 0, cancelled: 0 },
    ]);
    expect(activities.attempts).toHaveLength(1);
  });
});
