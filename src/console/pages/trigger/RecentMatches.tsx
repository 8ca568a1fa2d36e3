import { Button } from 'react-aria-components';
import { Link } from 'wouter';
import type { Filter } from '../../../domain/triggers/trigger';
import type { Session } from '../../calls/session';
import { useFilterMatches, type FilterMatches } from '../../calls/triggers';
import { FailureNote } from '../../parts/Note';
import { visibleText } from '../../parts/visible-text';

interface Props {
  readonly session: Session;
  readonly filter: Filter | undefined;
  readonly eventType: string;
}

/** What the filter would have done with the newest 100 events, when somebody asks. */
export function RecentMatches({ session, filter, eventType }: Props) {
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
