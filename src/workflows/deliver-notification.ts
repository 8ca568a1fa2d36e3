import { CancelledFailure } from '@temporalio/common';
import { ApplicationFailure, CancellationScope, isCancellation, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';
import { DELIVERY_EXHAUSTED } from './contract';
import type { DeliverNotificationInput, DeliverNotificationResult } from './contract';
import { deliver } from './deliver';

const { recordCancellation } = proxyActivities<Activities>({
  startToCloseTimeout: '10 seconds',
  retry: { maximumInterval: '30 seconds' },
});

/**
 * Delivers one notification. Fails with `DeliveryExhausted` when the receiver accepted no attempt,
 * so that the Temporal UI lists it under failed; a cancellation is recorded before it ends.
 */
export async function deliverNotification(
  input: DeliverNotificationInput,
): Promise<DeliverNotificationResult> {
  try {
    return await deliver(input);
  } catch (error) {
    if (!isCausedByCancellation(error)) throw error;
    await CancellationScope.nonCancellable(() => recordCancellation({ deliveryId: input.deliveryId }));
    throw isCancellation(error) ? error : new CancelledFailure('cancelled while an attempt was under way');
  }
}

/**
 * Temporal does not repeat an activity once a cancellation was asked for: an attempt that was put off, or that a failure
 * of our own ended, then fails for good, with an error that says nothing of the cancellation. An exhausted
 * delivery has ended before it could be cancelled.
 */
function isCausedByCancellation(error: unknown): boolean {
  if (isCancellation(error)) return true;
  const hasEnded = error instanceof ApplicationFailure && error.type === DELIVERY_EXHAUSTED;
  return CancellationScope.current().consideredCancelled && !hasEnded;
}
