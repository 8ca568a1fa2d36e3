import { Link } from 'wouter';
import { useBulkActions, type ShownBulkAction } from '../../calls/bulk-actions';
import type { Session } from '../../calls/session';
import { BULK_VERBS, bulkFilterText, deliveriesText } from '../../parts/bulk-action-words';
import { BulkProgress } from '../../parts/BulkProgress';
import { BulkStatus } from '../../parts/BulkStatus';
import { ListPanel } from '../../parts/ListPanel';
import { Page } from '../../parts/Page';
import { Time } from '../../parts/Time';
import { visibleText } from '../../parts/visible-text';

const COLUMNS = [
  { label: 'Status' },
  { label: 'What' },
  { label: 'Progress' },
  { label: 'By' },
  { label: 'Created' },
];

/** Every bulk action, the newest first. */
export function BulkActionsPage({ session }: { readonly session: Session }) {
  const list = useBulkActions(session);
  return (
    <Page title="Bulk actions" session={session}>
      <ListPanel
        title="Newest first"
        list={list}
        idOf={({ id }) => id}
        columns={COLUMNS}
        cells={(action) => <BulkActionCells action={action} />}
        nothingYet={
          <p>
            There was none yet. <Link href="/deliveries">Deliveries</Link> retries or cancels all that its
            filters find.
          </p>
        }
      />
    </Page>
  );
}

function BulkActionCells({ action }: { readonly action: ShownBulkAction }) {
  return (
    <>
      <td>
        <BulkStatus status={action.status} />
      </td>
      <td>
        <Link className="event" href={`/bulk-actions/${encodeURIComponent(action.id)}`}>
          {BULK_VERBS[action.action]} {deliveriesText(action.total)}
        </Link>
        <span className="fine">{bulkFilterText(action.filter)}</span>
      </td>
      <td data-label="Progress">
        <BulkProgress action={action} />
      </td>
      <td data-label="By">
        <span className="nowrap">{visibleText(action.by.id)}</span>
      </td>
      <td data-label="Created">
        <Time at={action.created_at} />
      </td>
    </>
  );
}
