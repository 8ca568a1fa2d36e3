import { Link } from 'wouter';
import type { ShownBulkAction } from '../../calls/bulk-actions';
import { authorWords } from '../../parts/audit-words';
import { bulkFilterText, bulkMeaning } from '../../parts/bulk-action-words';
import { Panel } from '../../parts/Panel';
import { Time } from '../../parts/Time';
import { visibleText } from '../../parts/visible-text';

/** What was asked, by whom and when. */
export function AskedPanel({ action }: { readonly action: ShownBulkAction }) {
  const { by, started_at: startedAt, ended_at: endedAt } = action;
  return (
    <Panel title="What was asked">
      <dl className="facts">
        <dt>Means</dt>
        <dd>{bulkMeaning(action.action, action.force).join(' ')}</dd>
        <dt>Chosen</dt>
        <dd>{bulkFilterText(action.filter)}</dd>
        <dt>As of</dt>
        <dd>
          <Time at={action.as_of} />
        </dd>
        <dt>By</dt>
        <dd>
          <span>
            <Link href={`/audit-log?actor_id=${encodeURIComponent(by.id)}`}>{visibleText(by.id)}</Link>{' '}
            <span className="fine">{authorWords(by)}</span>
          </span>
        </dd>
        <dt>Created</dt>
        <dd>
          <Time at={action.created_at} />
        </dd>
        <dt>Started</dt>
        <dd>{startedAt === null ? 'not yet' : <Time at={startedAt} />}</dd>
        <dt>Ended</dt>
        <dd>{endedAt === null ? 'not yet' : <Time at={endedAt} />}</dd>
      </dl>
    </Panel>
  );
}
