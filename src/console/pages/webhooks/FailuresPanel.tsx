import { useState } from 'react';
import { Button } from 'react-aria-components';
import { Link } from 'wouter';
import {
  useFailureNotifications,
  useFailureUrl,
  type TroubledHostSummary,
} from '../../calls/failure-notifications';
import { withQuery } from '../../calls/list';
import type { Session } from '../../calls/session';
import { Chip } from '../../parts/Chip';
import { ConfirmDialog } from '../../parts/ConfirmDialog';
import { errorText } from '../../parts/error-words';
import { FailureNote } from '../../parts/Note';
import { Panel } from '../../parts/Panel';
import { Time } from '../../parts/Time';
import { useHeld } from '../../parts/use-held';
import { useSteadyRows } from '../../parts/use-steady-rows';
import { visibleText } from '../../parts/visible-text';
import { FailureUrlDialog } from './FailureUrlDialog';
import './failures.css';

interface Props {
  readonly session: Session;
  /** Why nothing can be changed; `undefined` when it can. */
  readonly lock: string | undefined;
}

/** Who is told when deliveries to a host fail for good, and of which hosts. */
export function FailuresPanel({ session, lock }: Props) {
  const { data, error } = useFailureNotifications(session);
  const removal = useFailureUrl(session);
  const [asked, setAsked] = useState<'name' | 'remove'>();
  const uri = data?.uri ?? undefined;
  const failure = removal.error ?? error;
  return (
    <Panel title="Failure notifications">
      {failure && <FailureNote error={failure} />}
      {data && uri === undefined && (
        <p>
          Name a URL that is notified when deliveries to a host have failed for good, and when the host
          accepts them again.
        </p>
      )}
      {data && uri !== undefined && (
        <div className="failure-url">
          <span className="url">{visibleText(uri)}</span>
          <span className="fine">Notified of each host at most once an hour.</span>
        </div>
      )}
      {data && lock !== undefined && <p className="fine">{lock}</p>}
      {data && lock === undefined && (
        <p className="failure-actions">
          <Button className="button outlined small" onPress={() => setAsked('name')}>
            {uri === undefined ? 'Name a URL …' : 'Change the URL …'}
          </Button>
          {uri !== undefined && (
            <Button className="button outlined small" onPress={() => setAsked('remove')}>
              Remove …
            </Button>
          )}
        </p>
      )}
      {data && uri !== undefined && <TroubledHosts hosts={data.hosts} />}
      {!data && !error && (
        <div className="skeleton late" role="status" aria-label="Loading: failure notifications" />
      )}
      {asked === 'name' && lock === undefined && (
        <FailureUrlDialog session={session} before={uri} onClose={() => setAsked(undefined)} />
      )}
      <ConfirmDialog
        title="Remove the URL?"
        confirm="Remove"
        isOpen={asked === 'remove'}
        onClose={() => setAsked(undefined)}
        onConfirm={() => removal.mutate(null)}
      >
        <p>Nobody is notified of failures any more, and the hosts listed here are forgotten.</p>
      </ConfirmDialog>
    </Panel>
  );
}

/** The latest ones. None moves under the pointer or the focus. */
function TroubledHosts({ hosts }: { readonly hosts: readonly TroubledHostSummary[] }) {
  const { isHeld, holders } = useHeld();
  const { rows } = useSteadyRows({ rows: hosts, listKey: 'hosts', idOf: ({ host }) => host, isHeld });
  if (rows.length === 0) return <p className="fine">No delivery has failed for good since.</p>;
  return (
    <ul className="troubled-hosts" {...holders}>
      {rows.map((each) => (
        <TroubledHost key={each.host} {...each} />
      ))}
    </ul>
  );
}

function TroubledHost(trouble: TroubledHostSummary) {
  const { host, failed_deliveries: failed, last_error: error, recovered_at: recoveredAt } = trouble;
  const shown = visibleText(host);
  return (
    <li>
      <div className="troubled-head">
        <Link className="url" href={withQuery('/deliveries', { destination_host: host, status: 'failed' })}>
          {shown}
        </Link>
        {recoveredAt === null ? (
          <Chip tone="bad" icon="alert">
            Failing
          </Chip>
        ) : (
          <Chip tone="good" icon="check">
            Recovered
          </Chip>
        )}
      </div>
      <p>
        {failed === 1 ? '1 delivery' : `${failed} deliveries`} failed for good
        {error && `, the last one: ${errorText(error.code, error.http_status)}`}
      </p>
      <dl className="fine">
        <dt>Since</dt>
        <dd>
          <Time at={trouble.failing_since} />
        </dd>
        {recoveredAt !== null && (
          <>
            <dt>Recovered</dt>
            <dd>
              <Time at={recoveredAt} />
            </dd>
          </>
        )}
        <dt>Last notified</dt>
        <dd>{trouble.last_told_at === null ? 'never' : <Time at={trouble.last_told_at} />}</dd>
      </dl>
    </li>
  );
}
