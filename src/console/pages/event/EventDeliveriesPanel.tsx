import { Link } from 'wouter';
import type { ShownEvent } from '../../calls/events';
import { Chip } from '../../parts/Chip';
import { deliveryWords } from '../../parts/delivery-words';
import { errorText } from '../../parts/error-words';
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
            const { tone, icon, text } = deliveryWords(delivery);
            const { id, uri, attempt_count: attempts, last_error_code: lastError } = delivery;
            return (
              <tr key={id}>
                <td>
                  <Chip tone={tone} icon={icon}>
                    {text}
                  </Chip>
                  {lastError !== null && (
                    <span className="fine last-error">{errorText(lastError, undefined)}</span>
                  )}
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
