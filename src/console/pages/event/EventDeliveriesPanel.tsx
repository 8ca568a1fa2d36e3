import { Link } from 'wouter';
import type { ShownEvent } from '../../calls/events';
import type { Session } from '../../calls/session';
import { ActionButton } from '../../parts/ActionButton';
import { DeliveryStatus } from '../../parts/DeliveryStatus';
import { Panel } from '../../parts/Panel';
import { Time } from '../../parts/Time';
import { useBulkDialog } from '../../parts/use-bulk-dialog';
import { visibleText } from '../../parts/visible-text';

interface Props {
  readonly session: Session;
  readonly event: ShownEvent;
}

/** Where the event's deliveries stand. */
export function EventDeliveriesPanel({ session, event: { event_id: eventId, deliveries } }: Props) {
  const bulk = useBulkDialog(session);
  if (deliveries.length === 0) return null;
  const hasFailed = deliveries.some(({ status }) => status === 'failed');
  return (
    <Panel
      title="Deliveries"
      aside={
        <ActionButton
          label="Retry all failed …"
          icon="retry"
          isSmall
          reason={bulk.reason ?? (hasFailed ? undefined : 'None of them has failed.')}
          onPress={() => bulk.ask({ action: 'retry', filter: { event_id: eventId, status: 'failed' } })}
        />
      }
    >
      {bulk.dialog}
      <table className="list">
        <thead>
          <tr>
            <th scope="col">Status</th>
            <th scope="col">URL</th>
            <th scope="col">Attempts</th>
            <th scope="col">Updated</th>
          </tr>
        </thead>
        <tbody>
          {deliveries.map((delivery) => {
            const { id, uri, attempt_count: attempts } = delivery;
            return (
              <tr key={id}>
                <td>
                  <DeliveryStatus delivery={delivery} />
                </td>
                <td>
                  <Link className="event url" href={`/deliveries/${encodeURIComponent(id)}`}>
                    {visibleText(uri)}
                  </Link>
                  <span className="fine id">{id}</span>
                </td>
                <td data-label="Attempts">{attempts}</td>
                <td data-label="Updated">
                  <Time at={delivery.updated_at} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Panel>
  );
}
