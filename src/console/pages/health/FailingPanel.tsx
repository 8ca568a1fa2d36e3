import { Link } from 'wouter';
import { useFailingHosts, type FailingHostSummary } from '../../calls/health';
import { withQuery } from '../../calls/list';
import type { Session } from '../../calls/session';
import { Countdown } from '../../parts/Countdown';
import { errorText } from '../../parts/error-words';
import { ListPanel } from '../../parts/ListPanel';
import { Time } from '../../parts/Time';
import { visibleText } from '../../parts/visible-text';
import './health.css';

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
  return (
    <ListPanel
      title="Failing now"
      list={list}
      idOf={({ host }) => host}
      columns={COLUMNS}
      cells={(host) => <HostCells failing={host} />}
      isNarrowed={false}
      onClear={() => undefined}
      nothingYet={<p>Nothing is failing.</p>}
    />
  );
}

function HostCells({ failing }: { readonly failing: FailingHostSummary }) {
  const { host, waiting, failed_24h: failed, next_attempt_at: nextAttemptAt } = failing;
  const shown = visibleText(host);
  return (
    <>
      <td>
        <span className="last-answer">{errorText(failing.last_error_code, failing.last_http_status)}</span>
      </td>
      <td data-label="Host">
        <span className="url">{shown}</span>
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
