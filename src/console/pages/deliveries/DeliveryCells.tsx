import type { DeliverySummary } from '../../calls/deliveries';
import { Link } from 'wouter';
import { Chip } from '../../parts/Chip';
import { Countdown } from '../../parts/Countdown';
import { deliveryWords } from '../../parts/delivery-words';
import { errorText } from '../../parts/error-words';
import { Time } from '../../parts/Time';
import { visibleText } from '../../parts/visible-text';

/** A delivery as a row of the list. */
export function DeliveryCells({ delivery }: { readonly delivery: DeliverySummary }) {
  const { tone, icon, text } = deliveryWords(delivery);
  const { event_type: eventType, event_id: eventId, uri, last_error_code: lastError } = delivery;
  return (
    <>
      <td>
        <Chip tone={tone} icon={icon}>
          {text}
        </Chip>
        {lastError !== null && (
          <span className="fine last-error">{errorText(lastError, delivery.last_http_status)}</span>
        )}
      </td>
      <td data-label="Event">
        <Link href={`/deliveries/${encodeURIComponent(delivery.id)}`} className="event">
          {eventType} <span className="fine id">{visibleText(eventId)}</span>
        </Link>
        <span className="url">{visibleText(uri)}</span>
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
