import { Button } from 'react-aria-components';
import { Link } from 'wouter';
import type { traceFilter } from '../../../domain/triggers/filter';
import type { Filter } from '../../../domain/triggers/trigger';
import type { Session } from '../../calls/session';
import { FilterOutcome } from '../../parts/FilterOutcome';
import { FilterSteps } from '../../parts/FilterSteps';
import { FailureNote, Note } from '../../parts/Note';
import { Panel } from '../../parts/Panel';
import { useFilterMatches, type FilterMatches } from '../../calls/triggers';
import { visibleText } from '../../parts/visible-text';

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

/** What the filter would have done with the newest 100 events, when somebody asks. */
function RecentMatches({ session, filter, eventType }: Pick<Props, 'session' | 'filter' | 'eventType'>) {
  const matches = useFilterMatches(session);
  const wanted = { filter: filter ?? null, event_type: eventType };
  const isOld = JSON.stringify(matches.variables?.filter) !== JSON.stringify(wanted.filter);
  return (
    <div className="recent">
      <Button
        className={`button plain ${matches.isPending ? 'busy' : ''}`}
        onPress={() => !matches.isPending && matches.mutate(wanted)}
      >
        {matches.isPending ? 'Testing …' : 'Test on the last 100 events'}
      </Button>
      {matches.error && <FailureNote error={matches.error} />}
      {matches.data && <Counted answer={matches.data} isOld={isOld} />}
    </div>
  );
}

function Counted({ answer, isOld }: { readonly answer: FilterMatches; readonly isOld: boolean }) {
  const { tested, matched, complete, event_ids: ids } = answer;
  if (tested === 0) return <p role="status">No event of this type is stored yet.</p>;
  return (
    <>
      <p role="status" className={isOld ? 'stale' : undefined}>
        <strong>
          Would have told {matched} of {tested}
        </strong>
        {ids.failed.length > 0 && `, failed on ${ids.failed.length}`}
        {!complete && '; there was time for no more'}
        {isOld && <span className="fine"> · the filter has changed since</span>}
      </p>
      <div className="id-lists">
        <Ids title="Would have told" ids={ids.matched} />
        <Ids title="Held back" ids={ids.filtered_out} />
        {ids.failed.length > 0 && <Ids title="Failed" ids={ids.failed} />}
      </div>
    </>
  );
}

function Ids({ title, ids }: { readonly title: string; readonly ids: readonly string[] }) {
  if (ids.length === 0) return null;
  return (
    <details>
      <summary>
        {title}: {ids.length}
      </summary>
      <ul className="plain-list ids">
        {ids.map((id) => (
          <li key={id}>
            <Link href={`/events/${encodeURIComponent(id)}`}>{visibleText(id)}</Link>
          </li>
        ))}
      </ul>
    </details>
  );
}
