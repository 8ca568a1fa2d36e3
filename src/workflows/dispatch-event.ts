import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  ChildWorkflowFailure,
  executeChild,
  isCancellation,
  ParentClosePolicy,
  proxyLocalActivities,
} from '@temporalio/workflow';
import type { Activities, ResolvedDestination } from '../activities';
import { deliveryWorkflowId, searchAttributes } from './contract';
import type { DispatchEventInput, DispatchEventResult } from './contract';
import { deliverNotification } from './deliver-notification';
const { resolveDestinations } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '10 seconds',
  retry: { maximumInterval: '30 seconds' },
});

/**
 * Dispatches one event: decides who is told, then runs one delivery workflow per destination and
 * waits for all of them. A delivery that fails does not fail the event: the result counts it.
 */
export async function dispatchEvent(input: DispatchEventInput): Promise<DispatchEventResult> {
  const destinations = await resolveDestinations({
    environmentId: input.environmentId,
    eventId: input.eventId,
  });
  const endings = await Promise.all(destinations.map((destination) => runDelivery(input, destination)));
  const count = (ending: Ending) => endings.filter((each) => each === ending).length;
  return { delivered: count('delivered'), failed: count('failed'), cancelled: count('cancelled') };
}

/** `elsewhere`: a run of this very delivery was started before, and goes its own way. */
type Ending = 'delivered' | 'failed' | 'cancelled' | 'elsewhere';

async function runDelivery(
  { cloudName, eventType, delivery }: DispatchEventInput,
  { deliveryId, destinationLabel, destinationHost }: ResolvedDestination,
): Promise<Ending> {
  try {
    const { status } = await executeChild(deliverNotification, {
      args: [{ deliveryId, destinationLabel, firstAttemptNumber: 1, ...delivery }],
      workflowId: deliveryWorkflowId(cloudName, deliveryId),
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
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
