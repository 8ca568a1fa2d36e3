import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  ChildWorkflowFailure,
  executeChild,
  isCancellation,
  ParentClosePolicy,
  proxyLocalActivities,
} from '@temporalio/workflow';
import type { Activities, FirstAttempts, HandedOverDelivery } from '../activities';
import { deliveryWorkflowId, searchAttributes, WORKFLOW_TASK_TIMEOUT_MS } from './contract';
import type { DispatchEventInput, DispatchEventResult } from './contract';
import { deliverNotification } from './deliver-notification';

const { resolveDestinations, resolveAndAttempt } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '10 seconds',
  retry: { maximumInterval: '30 seconds' },
});

/**
 * Dispatches one event: decides who is notified, then runs one delivery workflow per destination and waits for all of
 * them. In the shape `event`, a destination that accepts its first attempt at once gets none. A delivery that fails
 * does not fail the event: the result counts it.
 */
export async function dispatchEvent(input: DispatchEventInput): Promise<DispatchEventResult> {
  const { delivered, cancelled, handedOver } = await begin(input);
  const endings = await Promise.all(handedOver.map((delivery) => runDelivery(input, delivery)));
  const count = (ending: Ending) => endings.filter((each) => each === ending).length;
  return {
    delivered: delivered + count('delivered'),
    failed: count('failed'),
    cancelled: cancelled + count('cancelled'),
  };
}

async function begin(input: DispatchEventInput): Promise<FirstAttempts> {
  const { environmentId, eventId, firstAttempt = 'delivery' } = input;
  if (firstAttempt === 'delivery') {
    const handedOver = await resolveDestinations({ environmentId, eventId });
    return { delivered: 0, cancelled: 0, handedOver };
  }
  const { attemptTimeoutSeconds, retryDelaysSeconds } = input.delivery;
  const [nextDelaySeconds] = retryDelaysSeconds;
  return resolveAndAttempt({
    environmentId,
    eventId,
    timeoutSeconds: attemptTimeoutSeconds,
    ...(nextDelaySeconds === undefined ? {} : { nextDelaySeconds }),
  });
}

/** `elsewhere`: a run of this very delivery was started before, and goes its own way. */
type Ending = 'delivered' | 'failed' | 'cancelled' | 'elsewhere';

async function runDelivery(
  { cloudName, eventType, delivery: settings, firstAttempt }: DispatchEventInput,
  { destinationHost, ...delivery }: HandedOverDelivery,
): Promise<Ending> {
  const { deliveryId, destinationLabel, lastFailure } = delivery;
  const attemptsMade = lastFailure ? { attemptsMade: 1 } : {};
  // In the shape `event`, what was quick was attempted there.
  const quickly = firstAttempt === 'event' ? {} : { triesQuickly: true };
  try {
    const { status } = await executeChild(deliverNotification, {
      args: [{ ...delivery, firstAttemptNumber: 1, ...attemptsMade, ...quickly, ...settings }],
      workflowId: deliveryWorkflowId(cloudName, deliveryId),
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      workflowTaskTimeout: WORKFLOW_TASK_TIMEOUT_MS,
      parentClosePolicy: ParentClosePolicy.ABANDON,
      staticSummary: `${eventType} to ${destinationLabel}`,
      typedSearchAttributes: searchAttributes({ cloudName, eventType, destinationHost }),
    });
    return status;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return 'elsewhere';
    if (!(error instanceof ChildWorkflowFailure)) throw error;
    return isCancellation(error) ? 'cancelled' : 'failed';
  }
}
