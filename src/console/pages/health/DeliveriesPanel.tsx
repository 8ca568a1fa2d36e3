import { Link } from 'wouter';
import type { DeliverySummary } from '../../calls/deliveries';
import { DeliveryLink } from '../../parts/DeliveryLink';
import { DeliveryStatus } from '../../parts/DeliveryStatus';
import { Icon } from '../../parts/Icon';
import { Panel } from '../../parts/Panel';
import { Time } from '../../parts/Time';

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
  return (
    <tr>
      <td>
        <DeliveryStatus delivery={delivery} />
      </td>
      <td data-label="Event">
        <DeliveryLink delivery={delivery} />
      </td>
      <td data-label="Attempts" className="number">
        {delivery.attempt_count}
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
