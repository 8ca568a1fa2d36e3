import { useState } from 'react';
import { useTrace } from '../../calls/events';
import type { Session } from '../../calls/session';
import { FilterOutcome } from '../../parts/FilterOutcome';
import { FilterSteps } from '../../parts/FilterSteps';
import { FailureNote } from '../../parts/Note';
import { Panel } from '../../parts/Panel';
import { visibleText } from '../../parts/visible-text';
import { PayloadView } from '../../parts/PayloadView';
import { placesRead } from '../../parts/places-read';

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
      aside={data && <FilterOutcome matches={data.matches} />}
    >
      {error && <FailureNote error={error} />}
      {data?.trace && (
        <div className="trace">
          <section aria-label="The filter, step by step">
            <h3>Filter</h3>
            <FilterSteps
              node={data.trace}
              deciding={data.deciding}
              place={place}
              onPlace={setPlace}
              stepsUsed={data.steps_used}
              isCut={data.cut}
            />
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
