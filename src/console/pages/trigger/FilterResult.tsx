import type { traceFilter } from '../../../domain/triggers/filter';
import type { Filter } from '../../../domain/triggers/trigger';
import type { Session } from '../../calls/session';
import { FilterOutcome } from '../../parts/FilterOutcome';
import { FilterSteps } from '../../parts/FilterSteps';
import { Note } from '../../parts/Note';
import { Panel } from '../../parts/Panel';
import { RecentMatches } from './RecentMatches';

interface Props {
  readonly session: Session;
  readonly filter: Filter | undefined;
  /** Whether the text is no filter as it stands. */
  readonly isFaulty: boolean;
  readonly eventType: string;
  readonly trace: ReturnType<typeof traceFilter> | undefined;
  readonly place: string | undefined;
  readonly onPlace: (pointer: string) => void;
}

/** What the filter does with the sample, step by step, and with the newest events. */
export function FilterResult({ session, filter, isFaulty, eventType, trace, place, onPlace }: Props) {
  return (
    <Panel title="Result on the sample" aside={<Outcome {...{ filter, isFaulty, trace }} />}>
      {isFaulty && <p className="fine">The filter has a fault. It cannot be saved like this.</p>}
      {!isFaulty && !filter && <p className="fine">No filter: every event of the type goes to the URL.</p>}
      {trace && 'error' in trace.answer && (
        <Note tone="bad">
          <p>{trace.answer.error}. A filter that fails lets nothing through.</p>
        </Note>
      )}
      {trace && (
        <section className="trace-alone" aria-label="The filter, step by step">
          <FilterSteps
            node={trace.root}
            deciding={trace.deciding}
            place={place}
            onPlace={onPlace}
            stepsUsed={trace.stepsUsed}
            isCut={trace.isCut}
          />
        </section>
      )}
      {!isFaulty && <RecentMatches session={session} filter={filter} eventType={eventType} />}
    </Panel>
  );
}

function Outcome({ filter, isFaulty, trace }: Pick<Props, 'filter' | 'isFaulty' | 'trace'>) {
  if (isFaulty) return null;
  if (!filter) return <FilterOutcome matches />;
  if (!trace) return null;
  const { answer } = trace;
  return 'error' in answer ? <FilterOutcome matches={false} hasFailed /> : <FilterOutcome {...answer} />;
}
