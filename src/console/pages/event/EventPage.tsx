import { useSearchParams } from 'wouter';
import { useEvent, type ShownEvent } from '../../calls/events';
import type { Session } from '../../calls/session';
import { FailureNote } from '../../parts/Note';
import { Page } from '../../parts/Page';
import { visibleText } from '../../parts/visible-text';
import { Panel } from '../../parts/Panel';
import { PayloadView } from '../../parts/PayloadView';
import { CoursePanel } from './CoursePanel';
import { EventDeliveriesPanel } from './EventDeliveriesPanel';
import { TracePanel } from './TracePanel';
import { WhyPanel } from './WhyPanel';

interface Props {
  readonly session: Session;
  readonly id: string;
}

/** Why an event reached whom it reached, and nobody else. */
export function EventPage({ session, id }: Props) {
  const [params, setParams] = useSearchParams();
  const triggers = params.get('triggers') === 'now' ? 'now' : 'then';
  const { data, error } = useEvent(session, id, triggers);
  const set = (name: string, value: string) =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        if (value === '') after.delete(name);
        else after.set(name, value);
        return after;
      },
      { replace: true },
    );
  const filtered = data?.reasons.verdicts.filter(({ trigger }) => trigger?.filter) ?? [];
  const traced =
    filtered.find(({ trigger_id: trigger }) => trigger === params.get('trace')) ??
    filtered.find(({ verdict }) => verdict !== 'matched') ??
    filtered[0];
  return (
    <Page title={`Event ${visibleText(id)}`} session={session}>
      {error && <FailureNote error={error} />}
      {!data && !error && <div className="skeleton late" role="status" aria-label="Loading" />}
      {data && (
        <div className="column">
          <CoursePanel event={data.event} reasons={data.reasons} />
          <WhyPanel
            {...data}
            traced={traced?.trigger_id}
            onTrace={(trigger) => set('trace', trigger)}
            onTriggers={(chosen) => set('triggers', chosen === 'now' ? 'now' : '')}
          />
          {traced?.trigger?.filter && (
            <TracePanel
              key={traced.trigger_id}
              session={session}
              eventId={id}
              uri={traced.trigger.uri}
              filter={traced.trigger.filter}
              notification={data.reasons.notification}
            />
          )}
          <EventDeliveriesPanel session={session} event={data.event} />
          <PostedPanel event={data.event} />
        </div>
      )}
    </Page>
  );
}

/** The event as its producer posted it. */
function PostedPanel({ event }: { readonly event: ShownEvent }) {
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
