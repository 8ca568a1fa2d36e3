import type { DeliverySummary } from '../../calls/deliveries';
import { Countdown } from '../../parts/Countdown';
import { DeliveryLink } from '../../parts/DeliveryLink';
import { DeliveryStatus } from '../../parts/DeliveryStatus';
import { Time } from '../../parts/Time';

/** A delivery as a row of the list. */
export function DeliveryCells({ delivery }: { readonly delivery: DeliverySummary }) {
  return (
    <>
      <td>
        <DeliveryStatus delivery={delivery} />
      </td>
      <td data-label="Event">
        <DeliveryLink delivery={delivery} />
      </td>
      <td data-label="Attempts">{delivery.attempt_count}</td>
      <td data-label="Next attempt">
        {delivery.next_attempt_at !== null && <Countdown at={delivery.next_attempt_at} />}
      </td>
      <td data-label="Created">
        <Time at={delivery.created_at} />
      </td>
    </>
  );
}
