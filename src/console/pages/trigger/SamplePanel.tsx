import { ALL_EVENTS, EVENT_TYPE_NAMES } from '../../../domain/events/event-types';
import { FilterText } from '../../parts/FilterText';
import { FailureNote } from '../../parts/Note';
import { Panel } from '../../parts/Panel';
import { PayloadView } from '../../parts/PayloadView';
import { usePreference } from '../../parts/preferences';
import { SelectField } from '../../parts/SelectField';
import { clockWords } from '../../parts/time-words';
import { visibleText } from '../../parts/visible-text';
import { CodeField } from './CodeField';
import { BUILT_IN, OWN, type SampleChoice } from './use-sample';

interface Props {
  readonly triggerType: string;
  readonly choice: SampleChoice;
  /** Places of the notification that lead back to the filter. */
  readonly read: ReadonlySet<string>;
  readonly place: string | undefined;
  readonly onPlace: (pointer: string) => void;
}

/** The event that the filter and the template are tried on. */
export function SamplePanel({ triggerType, choice, read, place, onPlace }: Props) {
  const { chosen, choose, notification, error, events, publicId } = choice;
  const isOwn = chosen === OWN;
  return (
    <Panel title="Sample event">
      <div className="sample-choice">
        <SelectField label="Try it on" value={chosen ?? ''} onChange={choose}>
          {chosen === undefined && <option value="">Loading …</option>}
          <EventOptions choice={choice} />
          <option value={BUILT_IN}>A built-in sample</option>
          <option value={OWN}>My own JSON</option>
        </SelectField>
        {chosen === BUILT_IN || isOwn ? (
          triggerType === ALL_EVENTS && <TypeField choice={choice} />
        ) : (
          <FilterText label="Search by public ID" value={publicId} onChange={choice.searchFor} />
        )}
      </div>
      {events.length === 0 && chosen === BUILT_IN && (
        <p className="fine">
          {publicId === ''
            ? 'No event of this type has happened yet. It is tried on a built-in sample.'
            : 'No event of this type has this public ID.'}
        </p>
      )}
      {error && <FailureNote error={error} />}
      {isOwn && (
        <CodeField
          label="Payload of the sample"
          text={choice.ownText}
          fault={choice.own.fault}
          note="The payload as the producer would post it. What every notification carries is added."
          onChange={choice.writeOwn}
          complete={() => undefined}
        />
      )}
      {notification && (
        <section aria-label="What filters and templates see">
          <h3>What filters and templates see</h3>
          <PayloadView value={notification} read={read} place={place} onPlace={onPlace} />
        </section>
      )}
    </Panel>
  );
}

function EventOptions({ choice: { events, chosen } }: { readonly choice: SampleChoice }) {
  const [zone] = usePreference('zone');
  const isElsewhere =
    chosen !== undefined &&
    chosen !== BUILT_IN &&
    chosen !== OWN &&
    !events.some(({ event_id: id }) => id === chosen);
  return (
    <>
      {isElsewhere && <option value={chosen}>Event {visibleText(chosen)}</option>}
      {events.map((event, index) => (
        <option key={event.event_id} value={event.event_id}>
          {index === 0 ? 'Newest: ' : ''}
          {event.event_type} {visibleText(event.public_id ?? event.event_id)} ·{' '}
          {clockWords(new Date(event.received_at), zone)}
        </option>
      ))}
    </>
  );
}

function TypeField({ choice: { eventType, setEventType } }: { readonly choice: SampleChoice }) {
  return (
    <SelectField label="Of the type" value={eventType} onChange={setEventType}>
      {EVENT_TYPE_NAMES.map((name) => (
        <option key={name}>{name}</option>
      ))}
    </SelectField>
  );
}
