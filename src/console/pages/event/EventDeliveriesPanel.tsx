import { Link } from 'wouter';
import type { ShownEvent } from '../../calls/events';
import { DeliveryStatus } from '../../parts/DeliveryStatus';
import { Panel } from '../../parts/Panel';
import { Time } from '../../parts/Time';
import { visibleText } from '../../parts/visible-text';

/** Where the event's deliveries stand. */
export function EventDeliveriesPanel({ event: { deliveries } }: { readonly event: ShownEvent }) {
  if (deliveries.length === 0) return null;
  return (
    <Panel title="Deliveries">
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
