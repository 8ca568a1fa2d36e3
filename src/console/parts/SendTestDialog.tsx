import { useId, useState } from 'react';
import { Form } from 'react-aria-components';
import { Link } from 'wouter';
import { eventTypeLabel, ALL_EVENTS } from '../../domain/events/event-types';
import { isJsonObject } from '../../domain/json/json-values';
import type { Session } from '../calls/session';
import { useSendTest, useTestDelivery, type TestRequest, type SentTest } from '../calls/test-notifications';
import { DeliveryStatus } from './DeliveryStatus';
import { DialogActions } from './DialogActions';
import { ModalDialog } from './ModalDialog';
import { FailureNote } from './Note';
import { SelectField } from './SelectField';
import { visibleText } from './visible-text';
import './send-test-dialog.css';

/** A trigger, as far as a test of it is concerned. */
interface TestedTrigger {
  readonly id: string;
  readonly event_type: string;
  readonly uri: string;
}

interface Props {
  readonly session: Session;
  /** The one that is tested, unless somebody picks another one. */
  readonly trigger: TestedTrigger;
  /** Other triggers of the same URL. */
  readonly others?: readonly TestedTrigger[];
  readonly onClose: () => void;
}

const SOURCES = [
  { value: 'newest', label: 'The newest event, or a sample when there is none' },
  { value: 'event', label: 'An event of your choice' },
  { value: 'payload', label: 'A payload of your own' },
] as const;
type Source = (typeof SOURCES)[number]['value'];

/** Sends a notification to the URL of one trigger, and shows whether it was accepted. */
export function SendTestDialog({ session, trigger, others = [], onClose }: Props) {
  const [triggerId, setTriggerId] = useState(trigger.id);
  const [source, setSource] = useState<Source>('newest');
  const [eventId, setEventId] = useState('');
  const [payload, setPayload] = useState('{\n  "public_id": "blue-kettle"\n}');
  const send = useSendTest(session);
  const asked = askedTest(source, { eventId, payload });
  const reason = typeof asked === 'string' ? asked : undefined;
  const triggers = [trigger, ...others];
  return (
    <ModalDialog title="Send test notification" onClose={onClose}>
      <Form
        className="dialog-form send-test"
        onSubmit={(event) => {
          event.preventDefault();
          if (send.isPending || typeof asked === 'string') return;
          send.mutate({ triggerId, asked });
        }}
      >
        <div>
          <p className="url">{visibleText(trigger.uri)}</p>
          <p className="fine">
            It goes to this URL alone, once, whatever the filter says. The default body has{' '}
            <code>notification_context.test: true</code>.
          </p>
        </div>
        {triggers.length > 1 && (
          <Choice
            label="Trigger"
            value={triggerId}
            options={triggers.map(({ id, event_type: type }) => ({ value: id, label: typeText(type) }))}
            onChange={setTriggerId}
          />
        )}
        <Choice label="Made of" value={source} options={SOURCES} onChange={setSource} />
        {source === 'event' && <EventField value={eventId} onChange={setEventId} />}
        {source === 'payload' && <PayloadField value={payload} onChange={setPayload} />}
        {/* Always there, so that what becomes of it is announced. */}
        <div role="status" className="test-result">
          {send.data && !send.isPending && <TestResult session={session} sent={send.data} />}
        </div>
        {send.error && <FailureNote error={send.error} />}
        <DialogActions
          save={send.data ? 'Send another' : 'Send test'}
          saving="Sending …"
          isSaving={send.isPending}
          reason={reason}
          dismiss={send.data ? 'Close' : 'Cancel'}
          onCancel={onClose}
        />
      </Form>
    </ModalDialog>
  );
}

/** @returns what is missing, in words, when it cannot be asked yet. */
function askedTest(
  source: Source,
  { eventId, payload }: { readonly eventId: string; readonly payload: string },
): TestRequest | string {
  if (source === 'newest') return {};
  if (source === 'event') return eventId.trim() === '' ? 'No event id yet.' : { event_id: eventId.trim() };
  try {
    const parsed: unknown = JSON.parse(payload);
    return isJsonObject(parsed) ? { payload: parsed } : 'The payload is no JSON object.';
  } catch {
    return 'The payload is not JSON yet.';
  }
}

function typeText(type: string): string {
  return type === ALL_EVENTS ? eventTypeLabel(type) : type;
}

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
}

function Choice<Value extends string>({ label, value, options, onChange }: ChoiceProps<Value>) {
  return (
    <SelectField
      label={label}
      value={value}
      onChange={(wanted) => {
        const chosen = options.find((option) => option.value === wanted);
        if (chosen) onChange(chosen.value);
      }}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </SelectField>
  );
}

interface FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function EventField({ value, onChange }: FieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>Event id</label>
      <input
        id={id}
        type="text"
        value={value}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        onChange={({ target }) => onChange(target.value)}
      />
    </div>
  );
}

function PayloadField({ value, onChange }: FieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>Payload, as JSON</label>
      <textarea
        id={id}
        rows={6}
        value={value}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        onChange={({ target }) => onChange(target.value)}
      />
    </div>
  );
}

interface ResultProps {
  readonly session: Session;
  readonly sent: SentTest;
}

function TestResult({ session, sent }: ResultProps) {
  const { data: delivery, error } = useTestDelivery(session, sent);
  if (error && !delivery) return <FailureNote error={error} />;
  return (
    <>
      <span className="test-status">
        {delivery ? <DeliveryStatus delivery={delivery} /> : 'Accepted, about to be sent …'}
        {delivery?.status === 'delivered' && delivery.last_http_status !== null && (
          <span className="fine">Answered {delivery.last_http_status}</span>
        )}
      </span>
      <p>
        {sourceText(sent)}{' '}
        {delivery && <Link href={`/deliveries/${encodeURIComponent(delivery.id)}`}>Open the delivery</Link>}
      </p>
    </>
  );
}

function sourceText({ source, source_event_id: eventId, event_type: type }: SentTest): string {
  switch (source) {
    case 'payload':
      return `An event of the type ${type} with your payload.`;
    case 'sample':
      return `A sample of the type ${type}: nothing of the kind has happened yet.`;
    case 'event':
    case 'newest_event':
      return `Like the event ${visibleText(eventId ?? '')}.`;
  }
}
