import { Link } from 'wouter';
import { CallFailed } from '../../calls/call';
import { useDelivery } from '../../calls/delivery';
import type { Session } from '../../calls/session';
import { HistoryPanel } from '../../parts/HistoryPanel';
import { FailureNote } from '../../parts/Note';
import { Page } from '../../parts/Page';
import { AttemptsPanel } from './AttemptsPanel';
import { FactsPanel } from './FactsPanel';
import { StandingPanel } from './StandingPanel';
import { TimelinePanel } from './TimelinePanel';

interface Props {
  readonly session: Session;
  readonly id: string;
}

/** One delivery: where it stands, what was sent and answered, and what one may do about it. */
export function DeliveryPage({ session, id }: Props) {
  const { data: delivery, error, retry, cancel } = useDelivery(session, id);
  const isMissing = error instanceof CallFailed && error.status === 404;
  return (
    <Page title="Delivery" session={session}>
      {error && (
        <FailureNote error={error}>
          {isMissing && <Link href="/deliveries">Go to all deliveries</Link>}
        </FailureNote>
      )}
      {!delivery && !error && <div className="skeleton late" role="status" aria-label="Loading" />}
      {delivery && (
        <div className="columns">
          <div className="column">
            <StandingPanel delivery={delivery} session={session} retry={retry} cancel={cancel} />
            <TimelinePanel delivery={delivery} />
            <AttemptsPanel delivery={delivery} session={session} />
          </div>
          <div className="column">
            <FactsPanel delivery={delivery} />
            <HistoryPanel session={session} subjectId={id} />
          </div>
        </div>
      )}
    </Page>
  );
}
