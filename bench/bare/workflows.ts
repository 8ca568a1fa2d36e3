import {
  ActivityCancellationType,
  executeChild,
  ParentClosePolicy,
  proxyActivities,
  proxyLocalActivities,
} from '@temporalio/workflow';
import { searchAttributes } from '../../src/workflows/contract';
import { BARE_CLOUD_NAME, BARE_EVENT_TYPE } from './contract';
import type { BareActivities, BareDeliveryInput, BareEventInput } from './contract';

const { resolve } = proxyLocalActivities<BareActivities>({
  startToCloseTimeout: '10 seconds',
  retry: { maximumInterval: '30 seconds' },
});

/** The shape of `dispatchEvent`, and nothing else of it. */
export async function bareEvent({ eventId }: BareEventInput): Promise<{ delivered: number }> {
  const destinations = await resolve({ eventId });
  await Promise.all(
    destinations.map(({ deliveryId, destinationLabel, destinationHost }, index) =>
      executeChild(bareDelivery, {
        args: [{ eventId, deliveryId, index }],
        workflowId: `bare-delivery/${deliveryId}`,
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        parentClosePolicy: ParentClosePolicy.ABANDON,
        staticSummary: `${BARE_EVENT_TYPE} to ${destinationLabel}`,
        typedSearchAttributes: searchAttributes({
          cloudName: BARE_CLOUD_NAME,
          eventType: BARE_EVENT_TYPE,
          destinationHost,
        }),
      }),
    ),
  );
  return { delivered: destinations.length };
}

/** The shape of a delivery that is accepted at once. */
export async function bareDelivery(input: BareDeliveryInput): Promise<{ httpStatus: number }> {
  const { post } = proxyActivities<BareActivities>({
    startToCloseTimeout: '30 seconds',
    retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    summary: 'POST, attempt 1 of 4',
  });
  return post(input);
}
