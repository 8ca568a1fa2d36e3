import { useState } from 'react';
import { useTrace } from '../../calls/events';
import type { Session } from '../../calls/session';
import { Chip } from '../../parts/Chip';
import { FailureNote } from '../../parts/Note';
import { Panel } from '../../parts/Panel';
import { visibleText } from '../../parts/visible-text';
import { PayloadView } from '../../parts/PayloadView';
import { placesRead } from '../../parts/places-read';
import { TraceTree } from '../../parts/TraceTree';

interface Props {
  readonly session: Session;
  readonly eventId: string;
  readonly uri: string;
  readonly filter: object;
  /** The default notification, which the filter sees. */
  readonly notification: object;
}

/** How a filter came to its answer, beside what it read. */
export function TracePanel({ session, eventId, uri, filter, notification }: Props) {
  const { data, error } = useTrace(session, eventId, filter);
  const [place, setPlace] = useState<string>();
  const read = data?.trace ? placesRead(data.trace) : new Set<string>();
  return (
    <Panel
      title={`The filter of ${visibleText(uri)}`}
      aside={
        data && (
          <Chip tone={data.matches ? 'good' : 'wait'} icon={data.matches ? 'check' : 'filter'}>
            {data.matches ? 'Lets it through' : 'Holds it back'}
          </Chip>
        )
      }
    >
      {error && <FailureNote error={error} />}
      {data?.trace && (
        <div className="trace">
          <section aria-label="The filter, step by step">
            <h3>Filter</h3>
            <TraceTree node={data.trace} deciding={data.deciding} place={place} onPlace={setPlace} />
            <p className="fine">
              {data.steps_used} of 10,000 steps used{data.cut && '; the rest of the evaluation is not shown'}
            </p>
          </section>
          <section aria-label="The payload that the filter sees">
            <h3>Payload</h3>
            <PayloadView value={notification} read={read} place={place} onPlace={setPlace} />
          </section>
        </div>
      )}
    </Panel>
  );
}
