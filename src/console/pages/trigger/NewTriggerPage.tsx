import { useEffect, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { ALL_EVENTS, EVENT_TYPE_NAMES, eventTypeLabel } from '../../../domain/events/event-types';
import type { Session } from '../../calls/session';
import { useTriggerCreation } from '../../calls/triggers';
import { ActionButton } from '../../parts/ActionButton';
import { FilterSelect } from '../../parts/FilterSelect';
import { useLeaveGuard } from '../../parts/leave-guard';
import { notAdminReason } from '../../parts/not-admin-reason';
import { FailureNote } from '../../parts/Note';
import { Page } from '../../parts/Page';
import { UrlField } from '../../parts/UrlField';
import { EditorPanes } from './EditorPanes';
import { LeaveDialog } from './LeaveDialog';
import { changeOf, draftOf, type Editable } from './trigger-draft';
import { useSaveKey } from './use-save-key';
import './trigger.css';

const NOTHING: Editable = { auth_scheme: 'default', success_statuses: '200' };
const TYPES = EVENT_TYPE_NAMES.map((name) => ({ value: name, label: name }));

/** A trigger with filter, template and scheme from the start. Its URL may come with the address of the page. */
export function NewTriggerPage({ session }: { readonly session: Session }) {
  const given = new URLSearchParams(useSearch());
  const [, navigate] = useLocation();
  const [uri, setUri] = useState(given.get('uri') ?? '');
  const [eventType, setEventType] = useState(given.get('event_type') ?? ALL_EVENTS);
  const [texts, setTexts] = useState(draftOf(NOTHING));
  const creation = useTriggerCreation(session);
  const { change, fields } = changeOf(texts, NOTHING);
  const leaving = useLeaveGuard(fields.length > 0 && !creation.isSuccess);
  const lock = notAdminReason(session);
  const reason =
    lock ??
    (uri.trim() === '' ? 'The URL is missing.' : undefined) ??
    (change ? undefined : 'There is a fault in it: see below the text.') ??
    (creation.isPending ? 'It is being saved.' : undefined);
  const save = () => {
    if (reason !== undefined) return;
    const body = { uri: uri.trim(), event_type: eventType, ...change };
    creation.mutate(body);
  };
  useSaveKey(save);
  // Once nothing is unsaved any more: nobody is asked then.
  const madeId = creation.data?.id;
  useEffect(() => {
    if (madeId !== undefined) navigate(`/triggers/${encodeURIComponent(madeId)}`);
  }, [madeId, navigate]);
  return (
    <Page title="New trigger" session={session}>
      <div className="column trigger">
        <section className="panel standing" aria-label="The trigger">
          <div className="trigger-line trigger-fields">
            <UrlField
              label="Notification URL"
              value={uri}
              onChange={(value) => {
                creation.reset();
                setUri(value);
              }}
              onLeave={() => undefined}
              fault={undefined}
              normalForm={undefined}
            />
            <FilterSelect
              label="Notification type"
              any={eventTypeLabel(ALL_EVENTS)}
              options={TYPES}
              value={eventType === ALL_EVENTS ? '' : eventType}
              onChange={(value) => setEventType(value === '' ? ALL_EVENTS : value)}
            />
            <div className="actions">
              <ActionButton label="Create" icon="check" reason={reason} isMain onPress={save} />
            </div>
          </div>
          {creation.error && <FailureNote error={creation.error} />}
        </section>
        <EditorPanes
          key={eventType}
          session={session}
          eventType={eventType}
          draft={texts}
          isReadOnly={lock !== undefined}
          onChange={(changed) => setTexts({ ...texts, ...changed })}
        />
      </div>
      <LeaveDialog leaving={leaving} fields={fields} onDiscard={() => setTexts(draftOf(NOTHING))} />
    </Page>
  );
}
