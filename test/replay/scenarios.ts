import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { FirstAttemptShape } from '../../src/domain/deliveries/attempt';
import type { WorkflowHandle } from '@temporalio/client';
import {
  bulkActionWorkflowId,
  DELIVER_NOTIFICATION,
  deliveryWorkflowId,
  DISPATCH_EVENT,
  eventWorkflowId,
  operationWorkflowId,
  progressQuery,
  reportedSignal,
  retryNowSignal,
  RUN_BULK_ACTION,
  TRACK_OPERATION,
} from '../../src/workflows/contract';
import type {
  DeliverNotificationInput,
  DispatchEventInput,
  TrackOperationInput,
} from '../../src/workflows/contract';
import type { FakeActivities, ReceiverScript } from '../support/engines/fake-activities';
import { TASK_QUEUE } from '../support/engines/time-skipping';
import { waitUntil } from '../support/services/wait-until';

/** One life of a workflow that running workflows of any released version may have had. */
export interface Scenario {
  readonly name: string;
  readonly receivers: Readonly<Record<string, ReceiverScript>>;
  /** After as many an operation has ended. */
  readonly stepsOfOperation?: number;
  /** Events in the history, at most: signals may come together or one by one. Kept low because each one costs the engine a write. */
  readonly historyEvents: number;
  readonly play: (env: TestWorkflowEnvironment, activities: FakeActivities) => Promise<WorkflowHandle>;
}

const settings = { retryDelaysSeconds: [1, 1, 1], attemptTimeoutSeconds: 20 };

function startDelivery(
  env: TestWorkflowEnvironment,
  deliveryId: string,
  delays?: readonly number[],
  changes: Partial<DeliverNotificationInput> = {},
) {
  const input: DeliverNotificationInput = {
    deliveryId,
    destinationLabel: 'hooks.example.com/cld',
    firstAttemptNumber: 1,
    ...settings,
    ...(delays ? { retryDelaysSeconds: delays } : {}),
    ...changes,
  };
  return env.client.workflow.start(DELIVER_NOTIFICATION, {
    args: [input],
    taskQueue: TASK_QUEUE,
    workflowId: deliveryWorkflowId('acme-media', deliveryId),
  });
}

async function dispatch(
  env: TestWorkflowEnvironment,
  eventId: string,
  firstAttempt?: FirstAttemptShape,
): Promise<WorkflowHandle> {
  const input: DispatchEventInput = {
    environmentId: 'env1',
    cloudName: 'acme-media',
    eventId,
    eventType: 'upload',
    delivery: settings,
    ...(firstAttempt ? { firstAttempt } : {}),
  };
  const handle = await env.client.workflow.start(DISPATCH_EVENT, {
    args: [input],
    taskQueue: TASK_QUEUE,
    workflowId: eventWorkflowId('acme-media', eventId),
  });
  await handle.result();
  return handle;
}

function operationOptions(operationId: string, deadlineSeconds: number) {
  const input: TrackOperationInput = {
    environmentId: 'env1',
    cloudName: 'acme-media',
    operationId,
    deadlineSeconds,
  };
  const workflowId = operationWorkflowId('acme-media', operationId);
  return { args: [input] as [TrackOperationInput], taskQueue: TASK_QUEUE, workflowId };
}

async function ended(handle: WorkflowHandle): Promise<WorkflowHandle> {
  await handle.result().catch(() => undefined);
  return handle;
}

async function waiting(handle: WorkflowHandle): Promise<void> {
  await waitUntil('it waits', async () => (await handle.query(progressQuery)).state === 'waiting');
}

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'delivery accepted at once',
    receivers: { a: ['accepts'] },
    historyEvents: 11,
    play: async (env) => ended(await startDelivery(env, 'a')),
  },
  {
    name: 'delivery accepted within the first task',
    receivers: { l: ['accepts'] },
    historyEvents: 6,
    play: async (env) => ended(await startDelivery(env, 'l', undefined, { triesQuickly: true })),
  },
  {
    name: 'delivery refused within the first task, and accepted by the 2nd attempt',
    receivers: { m: ['refuses', 'accepts'] },
    historyEvents: 17,
    play: async (env) => ended(await startDelivery(env, 'm', undefined, { triesQuickly: true })),
  },
  {
    name: 'delivery whose first attempt does not end within the first task',
    receivers: { n: ['accepts late'] },
    historyEvents: 12,
    play: async (env) => ended(await startDelivery(env, 'n', undefined, { triesQuickly: true })),
  },
  {
    name: 'delivery to a destination that is not known to be quick',
    receivers: { o: ['was cancelled before'] },
    historyEvents: 12,
    play: async (env) => ended(await startDelivery(env, 'o', undefined, { triesQuickly: true })),
  },
  {
    name: 'delivery recovers on the 2nd attempt',
    receivers: { b: ['refuses', 'accepts'] },
    historyEvents: 22,
    play: async (env) => ended(await startDelivery(env, 'b')),
  },
  {
    name: 'delivery exhausted',
    receivers: { c: ['refuses'] },
    historyEvents: 44,
    play: async (env) => ended(await startDelivery(env, 'c')),
  },
  {
    name: 'delivery to a destination that is not allowed',
    receivers: { d: ['is forbidden'] },
    historyEvents: 11,
    play: async (env) => ended(await startDelivery(env, 'd')),
  },
  {
    name: 'delivery retried now while waiting',
    receivers: { e: ['refuses', 'accepts'] },
    historyEvents: 23,
    async play(env) {
      const handle = await startDelivery(env, 'e', [600]);
      await waiting(handle);
      await handle.signal(retryNowSignal);
      return ended(handle);
    },
  },
  {
    name: 'delivery cancelled while waiting',
    receivers: { f: ['refuses'] },
    historyEvents: 23,
    async play(env) {
      const handle = await startDelivery(env, 'f', [600]);
      await waiting(handle);
      await handle.cancel();
      return ended(handle);
    },
  },
  {
    name: 'event with no destination',
    receivers: {},
    historyEvents: 6,
    play: (env) => dispatch(env, 'none'),
  },
  {
    name: 'event with one destination that accepts',
    receivers: { g: ['accepts'] },
    historyEvents: 15,
    play: (env) => dispatch(env, 'one'),
  },
  {
    name: 'event with one destination that never accepts',
    receivers: { h: ['refuses'] },
    historyEvents: 15,
    play: (env) => dispatch(env, 'failing'),
  },
  {
    name: 'event that makes the first attempt at 30 destinations that accept',
    receivers: Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`i${n}`, ['accepts']])),
    historyEvents: 6,
    play: (env) => dispatch(env, 'many-within', 'event'),
  },
  {
    name: 'event that makes the first attempt at a destination that accepts and at one that never does',
    receivers: { j: ['accepts'], k: ['refuses'] },
    historyEvents: 15,
    play: (env) => dispatch(env, 'mixed-within', 'event'),
  },
  {
    name: 'delivery whose first attempt its event has made',
    receivers: { l: ['refuses', 'accepts'] },
    historyEvents: 16,
    async play(env) {
      await dispatch(env, 'one-within', 'event');
      return env.client.workflow.getHandle(deliveryWorkflowId('acme-media', 'l'));
    },
  },
  {
    name: 'delivery that takes over an attempt that its event has begun',
    receivers: { m: ['refuses', 'accepts'] },
    historyEvents: 22,
    play: async (env) =>
      ended(
        await startDelivery(env, 'm', undefined, {
          underWay: { worker: 'another', until: '2026-03-14T09:27:14.600Z' },
        }),
      ),
  },
  {
    name: 'bulk action that ends with its first step',
    receivers: {},
    historyEvents: 12,
    play: async (env) =>
      ended(
        await env.client.workflow.start(RUN_BULK_ACTION, {
          args: [{ cloudName: 'acme-media', bulkActionId: 'short' }],
          taskQueue: TASK_QUEUE,
          workflowId: bulkActionWorkflowId('acme-media', 'short'),
        }),
      ),
  },
  {
    name: 'operation that its first report starts and ends',
    receivers: {},
    stepsOfOperation: 1,
    historyEvents: 8,
    play: async (env) =>
      ended(
        await env.client.workflow.signalWithStart(TRACK_OPERATION, {
          ...operationOptions('first', 600),
          signal: reportedSignal,
          signalArgs: [],
        }),
      ),
  },
  {
    name: 'operation with two reports',
    receivers: {},
    stepsOfOperation: 2,
    historyEvents: 16,
    async play(env, activities) {
      const handle = await env.client.workflow.start(TRACK_OPERATION, operationOptions('two', 600));
      await handle.signal(reportedSignal);
      await waitUntil('the first is applied', () => activities.advances.length === 1);
      await handle.signal(reportedSignal);
      return ended(handle);
    },
  },
  {
    name: 'operation whose deadlines pass',
    receivers: {},
    historyEvents: 17,
    play: async (env) =>
      ended(await env.client.workflow.start(TRACK_OPERATION, operationOptions('overdue', 1))),
  },
];
