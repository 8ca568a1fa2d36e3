import { CancellationScope, isCancellation, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';
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
    if (isCancellation(error)) {
      await CancellationScope.nonCancellable(() => recordCancellation({ deliveryId: input.deliveryId }));
    }
    throw error;
  }
}
