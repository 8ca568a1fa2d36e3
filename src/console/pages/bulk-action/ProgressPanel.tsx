import { Link } from 'wouter';
import type { ShownBulkAction, useBulkAction } from '../../calls/bulk-actions';
import type { Session } from '../../calls/session';
import { ActionButton } from '../../parts/ActionButton';
import {
  BULK_VERBS,
  bulkFilterText,
  deliveriesText,
  leftOf,
  measuredRate,
} from '../../parts/bulk-action-words';
import { BulkProgress } from '../../parts/BulkProgress';
import { BulkStatus } from '../../parts/BulkStatus';
import { spanWords } from '../../parts/countdown-words';
import { notAdminReason } from '../../parts/not-admin-reason';
import { FailureNote } from '../../parts/Note';
import { TemporalLink } from '../../parts/TemporalLink';
import { useNow } from '../../parts/use-now';

interface Props extends Pick<ReturnType<typeof useBulkAction>, 'cancel'> {
  readonly action: ShownBulkAction;
  readonly session: Session;
}

/** How far it has come, and how to stop it. */
export function ProgressPanel({ action, session, cancel }: Props) {
  const href = `/deliveries?bulk_action_id=${encodeURIComponent(action.id)}`;
  return (
    <section className="panel standing" aria-label="How far it has come">
      <div>
        <BulkStatus status={action.status} />
        <h2>
          {BULK_VERBS[action.action]} {deliveriesText(action.total)}
        </h2>
        <p className="fine">{bulkFilterText(action.filter)}</p>
      </div>
      <BulkProgress action={action} />
      <Pace action={action} />
      <div className="actions">
        <ActionButton
          label="Stop"
          icon="stop"
          reason={notAdminReason(session) ?? stopReason(action)}
          onPress={() => cancel.mutate()}
        />
        <Link className="button outlined" href={href}>
          Its deliveries
        </Link>
        <TemporalLink url={action.temporal_url} />
      </div>
      <p role="status" className="fine">
        {cancel.isSuccess && 'It stops after the deliveries in hand. What it has done stays done.'}
      </p>
      {cancel.error && <FailureNote error={cancel.error} />}
    </section>
  );
}

function stopReason({ status }: ShownBulkAction): string | undefined {
  if (status === 'cancelling') return 'It is being stopped.';
  return status === 'completed' || status === 'cancelled' ? 'It has ended.' : undefined;
}

/** How fast it goes, and how long the rest takes at most at its own rate. */
function Pace({ action }: { readonly action: ShownBulkAction }) {
  const rate = measuredRate(action, useNow());
  const left = leftOf(action);
  const isRunning = action.status === 'running' && left > 0;
  return (
    <p className="fine">
      At most {action.per_second} a second
      {rate !== undefined && `, ${Number(rate.toFixed(1))} a second on average`}
      {isRunning && `. About ${spanWords(Math.ceil(left / action.per_second) * 1000)} left`}.
    </p>
  );
}
