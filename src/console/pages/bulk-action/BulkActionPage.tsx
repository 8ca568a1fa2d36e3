import { useBulkAction } from '../../calls/bulk-actions';
import type { Session } from '../../calls/session';
import { HistoryPanel } from '../../parts/HistoryPanel';
import { FailureNote } from '../../parts/Note';
import { Page } from '../../parts/Page';
import { visibleText } from '../../parts/visible-text';
import { AskedPanel } from './AskedPanel';
import { OutcomesPanel } from './OutcomesPanel';
import { ProgressPanel } from './ProgressPanel';

interface Props {
  readonly session: Session;
  readonly id: string;
}

/** How far a bulk action has come, and what became of its deliveries. */
export function BulkActionPage({ session, id }: Props) {
  const { data, error, cancel } = useBulkAction(session, id);
  return (
    <Page title={`Bulk action ${visibleText(id)}`} session={session}>
      {error && <FailureNote error={error} />}
      {!data && !error && <div className="skeleton late" role="status" aria-label="Loading" />}
      {data && (
        <div className="columns">
          <div className="column">
            <ProgressPanel action={data} session={session} cancel={cancel} />
            <OutcomesPanel action={data} />
          </div>
          <div className="column">
            <AskedPanel action={data} />
            <HistoryPanel session={session} subjectId={id} />
          </div>
        </div>
      )}
    </Page>
  );
}
