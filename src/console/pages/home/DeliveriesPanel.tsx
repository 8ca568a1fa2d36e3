import { Link } from 'wouter';
import type { DeliverySummary } from '../../calls/deliveries';
import { Chip } from '../../parts/Chip';
import { deliveryWords } from '../../parts/delivery-words';
import { errorText } from '../../parts/error-words';
import { Icon } from '../../parts/Icon';
import { Panel } from '../../parts/Panel';
import { Time } from '../../parts/Time';
import { visibleText } from '../../parts/visible-text';

interface Props {
  /** Newest first. */
  readonly deliveries: readonly DeliverySummary[];
}

export function DeliveriesPanel({ deliveries }: Props) {
  return (
    <Panel title="Latest deliveries" aside={<Link href="/deliveries">All deliveries</Link>}>
      {deliveries.length === 0 ? (
        <p className="empty">
          Nothing was sent yet. A delivery begins when an event finds a trigger for its type, or brings its
          own notification_url.
        </p>
      ) : (
        <table className="list">
          <thead>
            <tr>
              <th scope="col">Status</th>
              <th scope="col">Event and URL</th>
              <th scope="col">Attempts</th>
              <th scope="col">Updated</th>
              <th scope="col">
                <span className="unseen">Links</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {deliveries.map((delivery) => (
              <DeliveryRow key={delivery.id} delivery={delivery} />
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

function DeliveryRow({ delivery }: { readonly delivery: DeliverySummary }) {
  const { tone, icon, text } = deliveryWords(delivery);
  const { event_type: eventType, uri, attempt_count: attempts, last_error_code: lastError } = delivery;
  return (
    <tr>
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
          {eventType} <span className="fine id">{visibleText(delivery.event_id)}</span>
        </Link>
        <span className="url">{visibleText(uri)}</span>
      </td>
      <td data-label="Attempts" className="number">
        {attempts}
      </td>
      <td data-label="Updated">
        <Time at={delivery.updated_at} />
      </td>
      <td>
        {typeof delivery.temporal_url === 'string' && /^https?:/.test(delivery.temporal_url) && (
          <a
            className="icon-link"
            href={delivery.temporal_url}
            target="_blank"
            rel="noreferrer noopener"
            aria-label={`Workflow of ${delivery.event_id} in the Temporal UI, in a new tab`}
          >
            <Icon name="away" />
          </a>
        )}
      </td>
    </tr>
  );
}
