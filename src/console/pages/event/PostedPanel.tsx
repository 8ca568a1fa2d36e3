import type { ShownEvent } from '../../calls/events';
import { Panel } from '../../parts/Panel';
import { visibleText } from '../../parts/visible-text';
import { PayloadView } from '../../parts/PayloadView';

/** The event as its producer posted it. */
export function PostedPanel({ event }: { readonly event: ShownEvent }) {
  const { payload, request, triggered_by: by, request_id: requestId } = event;
  return (
    <Panel title="As the producer posted it">
      <dl className="facts">
        <dt>Triggered by</dt>
        <dd>
          <span>
            {visibleText(by.id)} <span className="fine">{visibleText(by.source)}</span>
          </span>
        </dd>
        <dt>Request id</dt>
        <dd>
          <span className="url">{requestId}</span>
        </dd>
      </dl>
      <details>
        <summary>Payload and parameters</summary>
        <PayloadView value={{ payload, request }} />
      </details>
    </Panel>
  );
}
