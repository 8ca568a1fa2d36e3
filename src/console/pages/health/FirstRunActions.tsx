import { Link, useLocation } from 'wouter';
import { useSampleEvent, type SampleEvent } from '../../calls/sample-event';
import type { Session } from '../../calls/session';
import { ActionButton } from '../../parts/ActionButton';
import { FailureNote } from '../../parts/Note';
import { notAdminReason } from '../../parts/not-admin-reason';

/** Leads to a new notification URL, which makes its triggers. */
export function CreateTrigger({ session }: { readonly session: Session }) {
  const [, navigate] = useLocation();
  return (
    <p className="actions">
      <ActionButton
        label="Create a trigger"
        icon="plus"
        isMain
        reason={notAdminReason(session)}
        onPress={() => navigate('/settings/webhooks?add')}
      />
    </p>
  );
}

interface SendProps {
  readonly session: Session;
  readonly event: SampleEvent;
  /** Whether this is what comes next. */
  readonly isNext: boolean;
}

/** Publishes an event as a producer would, and says where to follow it. */
export function SendSample({ session, event, isNext }: SendProps) {
  const sent = useSampleEvent(session);
  const id = sent.data?.event_id;
  return (
    <>
      <p className="actions">
        <ActionButton
          label={id === undefined ? 'Send a sample event' : 'Send another one'}
          icon="events"
          isMain={isNext}
          reason={sent.isPending ? 'It is being sent.' : notAdminReason(session)}
          onPress={() => sent.mutate(event)}
        />
        <span role="status">
          {id !== undefined && (
            <>
              Accepted: <Link href={`/events/${encodeURIComponent(id)}`}>see what became of it</Link>
            </>
          )}
        </span>
      </p>
      {sent.error && <FailureNote error={sent.error} />}
    </>
  );
}
