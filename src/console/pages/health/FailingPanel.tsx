import { Link } from 'wouter';
import { useFailingHosts, type FailingHostSummary } from '../../calls/health';
import { withQuery } from '../../calls/list';
import type { Session } from '../../calls/session';
import { ActionButton } from '../../parts/ActionButton';
import { Countdown } from '../../parts/Countdown';
import { errorText } from '../../parts/error-words';
import { ListPanel } from '../../parts/ListPanel';
import { Time } from '../../parts/Time';
import { useBulkDialog, type BulkDialog } from '../../parts/use-bulk-dialog';
import { visibleText } from '../../parts/visible-text';
import './failing-panel.css';

const COLUMNS = [
  { label: 'Last answer' },
  { label: 'Host' },
  { label: 'Since' },
  { label: 'Waiting' },
  { label: 'Next attempt' },
  { label: 'Links', isUnseen: true },
];

/** Each host whose last attempt failed: since when, why, and what comes next. */
export function FailingPanel({ session }: { readonly session: Session }) {
  const list = useFailingHosts(session);
  // Here, and not in the row: a host that recovers meanwhile must not take the dialog with it.
  const bulk = useBulkDialog(session);
  return (
    <>
      <ListPanel
        title="Failing now"
        list={list}
        idOf={({ host }) => host}
        columns={COLUMNS}
        cells={(host) => <HostCells failing={host} bulk={bulk} />}
        nothingYet={<p>Nothing is failing.</p>}
      />
      {bulk.dialog}
    </>
  );
}

interface HostProps {
  readonly failing: FailingHostSummary;
  readonly bulk: BulkDialog;
}

function HostCells({ failing, bulk }: HostProps) {
  const { host, waiting, failed_24h: failed, next_attempt_at: nextAttemptAt } = failing;
  const shown = visibleText(host);
  return (
    <>
      <td>
        <span className="last-answer">{errorText(failing.last_error_code, failing.last_http_status)}</span>
      </td>
      <td data-label="Host">
        <span className="url">{shown}</span>
        <span className="host-actions">
          <ActionButton
            label="Retry failed …"
            name={`Retry failed … to ${shown}`}
            icon="retry"
            isSmall
            reason={bulk.reason}
            onPress={() =>
              bulk.ask({
                action: 'retry',
                filter: { destination_host: host, status: 'failed', test: 'false' },
              })
            }
          />
          <ActionButton
            label="Cancel waiting …"
            name={`Cancel waiting … to ${shown}`}
            icon="stop"
            isSmall
            reason={bulk.reason ?? (waiting > 0 ? undefined : 'None waits.')}
            onPress={() =>
              bulk.ask({
                action: 'cancel',
                filter: { destination_host: host, phase: 'waiting', test: 'false' },
              })
            }
          />
        </span>
      </td>
      <td data-label="Since">
        <Time at={failing.failing_since} />
      </td>
      <td data-label="Waiting" className="number">
        {waiting}
        {failed > 0 && <span className="fine failed-too">{failed} failed in 24 h</span>}
      </td>
      <td data-label="Next attempt">
        {nextAttemptAt === null ? (
          <span className="fine">none</span>
        ) : (
          <Countdown at={nextAttemptAt} prefix="in " />
        )}
      </td>
      <td className="row-actions">
        <Link
          className="button plain small"
          href={withQuery('/deliveries', { destination_host: host })}
          aria-label={`Deliveries to ${shown}`}
        >
          Deliveries
        </Link>
      </td>
    </>
  );
}
