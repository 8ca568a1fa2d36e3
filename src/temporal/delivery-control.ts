import { setTimeout as pause } from 'node:timers/promises';
import { isGrpcServiceError } from '@temporalio/client';
import type { WorkflowClient } from '@temporalio/client';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type { PendingDelivery, Delivery } from '../domain/deliveries/delivery';
import { retryDelaysOf, attemptsMade, runSince } from '../domain/deliveries/retry-schedule';
import { destinationHost, destinationLabel } from '../domain/destinations/destination-url';
import { UnavailableError } from '../domain/errors';
import {
  DELIVER_NOTIFICATION,
  deliveryWorkflowId,
  eventWorkflowId,
  operationWorkflowId,
  retryNowSignal,
  searchAttributes,
  type DeliverNotificationInput,
  type DeliverySettings,
} from '../workflows/contract';
import type { Runs } from '../outbox/believed-kinds';
import type { RunState } from '../domain/deliveries/retry-schedule';
import {
  workflowPage,
  type TemporalUi,
  ifFound,
  ifNotRunning,
  inTime,
  dispatchStateOf,
  findRunning,
  runStateOf,
} from './workflow-requests';

interface DeliveryControlOptions extends TemporalUi {
  readonly workflows: WorkflowClient;
  readonly taskQueue: string;
  readonly delivery: DeliverySettings;
}

/** How long a run whose end is recorded may take to close, and an event's workflow to hand its deliveries over. */
const MAX_CLOSING_MS = 3_000;
const MAX_HANDOVER_MS = 3_000;
const PAUSE_MS = 50;

/** What an operator can do to one delivery's workflow, and where to see it. */
export function createDeliveryControl(options: DeliveryControlOptions) {
  const { workflows } = options;
  const within = <T>(request: () => Promise<T>) => inTime(workflows, request);
  const page = (workflowId: string) => workflowPage(options, workflowId);

  return {
    /**
     * Ends the wait between two attempts, or starts a new run: of a delivery that has ended, or whose run Temporal has
     * lost, which then goes on with its schedule.
     */
    async retry(cloudName: string, delivery: Delivery): Promise<'retrying_now' | 'new_run'> {
      const handle = workflows.getHandle(deliveryWorkflowId(cloudName, delivery.id));
      const start = () => startNewRun(options, cloudName, delivery);
      return soon(workflows, async () => {
        // A run whose end is recorded takes no notice of a signal any more, though it may not be closed yet.
        if (delivery.status !== 'pending' && (await onceClosed(start))) return 'new_run';
        const signal = () => handle.signal(retryNowSignal, { afterAttemptNumber: delivery.attemptCount });
        if (await ifFound(signal())) return 'retrying_now';
        if (delivery.status === 'pending' && (await isInEvent(cloudName, delivery))) {
          await untilHandedOver(cloudName, delivery);
          await ifFound(signal());
          return 'retrying_now';
        }
        if (await ifNotRunning(start())) return 'new_run';
        // Its event's workflow, the reconciler or another request has begun it meanwhile.
        await ifFound(signal());
        return 'retrying_now';
      });
    },

    /**
     * Asks the delivery's run to end; the run itself records that. Temporal accepts the request for a closed run too.
     * While the event's workflow makes the first attempt, waits for that to end.
     *
     * @returns `not_running` when there is no run that could record it.
     */
    cancel(cloudName: string, delivery: Delivery): Promise<'cancelling' | 'not_running'> {
      const workflowId = deliveryWorkflowId(cloudName, delivery.id);
      const isRunning = async () => (await runStateOf(workflows, workflowId)).kind === 'running';
      return soon(workflows, async () => {
        if (!(await isRunning())) await untilHandedOver(cloudName, delivery);
        const isAsked = (await isRunning()) && (await ifFound(workflows.getHandle(workflowId).cancel()));
        // A run that was terminated meanwhile records nothing.
        return isAsked && (await isRunning()) ? 'cancelling' : 'not_running';
      });
    },

    runs: {
      findRunning: (deliveries: readonly PendingDelivery[]) =>
        within(() =>
          findRunning(workflows, deliveries, ({ cloudName, id }) => deliveryWorkflowId(cloudName, id)),
        ),
      stateOf: ({ cloudName, ...delivery }: PendingDelivery) =>
        within(async (): Promise<RunState> => {
          const latest = await runStateOf(workflows, deliveryWorkflowId(cloudName, delivery.id));
          const state = runSince(delivery.createdAt, latest);
          if (state.kind !== 'missing') return state;
          return (await isInEvent(cloudName, delivery)) ? { kind: 'running' } : state;
        }),
      restart: ({ cloudName, ...delivery }: PendingDelivery) =>
        within(async () => void (await ifNotRunning(startNewRun(options, cloudName, delivery)))),
    } satisfies Runs<PendingDelivery>,

    /** The page of the event's workflow while the delivery has none of its own. */
    deliveryPage: (
      cloudName: string,
      { id, eventId, hasOwnWorkflow }: Pick<Delivery, 'id' | 'eventId' | 'hasOwnWorkflow'>,
    ) => page(hasOwnWorkflow ? deliveryWorkflowId(cloudName, id) : eventWorkflowId(cloudName, eventId)),
    eventPage: (cloudName: string, eventId: string) => page(eventWorkflowId(cloudName, eventId)),
    operationPage: (cloudName: string, operationId: string) =>
      page(operationWorkflowId(cloudName, operationId)),
  };

  /** Whether the event's workflow makes the delivery's first attempt this moment, or starts its workflow. */
  async function isInEvent(cloudName: string, { id, eventId }: OfEvent): Promise<boolean> {
    const { isAtWork, isStarting } = await dispatchStateOf(workflows, eventWorkflowId(cloudName, eventId));
    return isAtWork || isStarting(deliveryWorkflowId(cloudName, id));
  }

  async function untilHandedOver(cloudName: string, delivery: OfEvent): Promise<void> {
    const untilMs = performance.now() + MAX_HANDOVER_MS;
    const own = deliveryWorkflowId(cloudName, delivery.id);
    while (performance.now() < untilMs && (await isInEvent(cloudName, delivery))) {
      await pause(PAUSE_MS);
      if ((await runStateOf(workflows, own)).kind !== 'missing') return;
    }
  }
}

type OfEvent = Pick<Delivery, 'id' | 'eventId'>;

/** @throws UnavailableError when Temporal does not answer in time. */
async function soon<T>(workflows: WorkflowClient, request: () => Promise<T>): Promise<T> {
  try {
    return await inTime(workflows, request);
  } catch (error) {
    if (!isGrpcServiceError((error as Error).cause ?? error)) throw error;
    throw new UnavailableError('Temporal does not answer: try again', { cause: error });
  }
}

/** @returns `false` when the run that is there does not close: another request has begun it. */
async function onceClosed(start: () => Promise<void>): Promise<boolean> {
  const untilMs = performance.now() + MAX_CLOSING_MS;
  for (;;) {
    try {
      await start();
      return true;
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      if (performance.now() > untilMs) return false;
    }
    await pause(PAUSE_MS);
  }
}

/** As far as a new run needs to know it. */
type Runnable = Pick<
  Delivery,
  'id' | 'uri' | 'eventType' | 'status' | 'attemptCount' | 'firstAttemptNumber' | 'isTest'
>;

async function startNewRun(
  { workflows, taskQueue, delivery: settings }: DeliveryControlOptions,
  cloudName: string,
  delivery: Runnable,
): Promise<void> {
  const label = destinationLabel(delivery.uri);
  const input: DeliverNotificationInput = {
    deliveryId: delivery.id,
    destinationLabel: label,
    ...scheduleOf(delivery),
    ...settings,
    retryDelaysSeconds: retryDelaysOf(delivery, settings.retryDelaysSeconds),
  };
  const { eventType } = delivery;
  await workflows.start(DELIVER_NOTIFICATION, {
    args: [input],
    taskQueue,
    workflowId: deliveryWorkflowId(cloudName, delivery.id),
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    staticSummary: `${eventType} to ${label}, again`,
    typedSearchAttributes: searchAttributes({
      cloudName,
      eventType,
      destinationHost: destinationHost(delivery.uri),
    }),
  });
}

/** A delivery that has ended begins a schedule of its own, numbered after the attempts before; one that has not, goes on. */
function scheduleOf(
  delivery: Runnable,
): Pick<DeliverNotificationInput, 'firstAttemptNumber' | 'attemptsMade' | 'revives'> {
  if (delivery.status !== 'pending') return { firstAttemptNumber: delivery.attemptCount + 1, revives: true };
  return { firstAttemptNumber: delivery.firstAttemptNumber, attemptsMade: attemptsMade(delivery) };
}
