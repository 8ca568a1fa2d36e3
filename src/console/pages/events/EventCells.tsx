import { Link } from 'wouter';
import type { ListedEvent } from '../../calls/events';
import { Chip } from '../../parts/Chip';
import { TestChip } from '../../parts/TestChip';
import { Time } from '../../parts/Time';
import { visibleText } from '../../parts/visible-text';
import { outcomeChips } from './outcome-chips';

/** An event as a row of the list. */
export function EventCells({ event }: { readonly event: ListedEvent }) {
  const { event_id: id, event_type: eventType, public_id: subject, triggered_by: by } = event;
  return (
    <>
      <td>
        <span className="chips">
          {outcomeChips(event).map(({ tone, icon, text }) => (
            <Chip key={text} tone={tone} icon={icon}>
              {text}
            </Chip>
          ))}
        </span>
      </td>
      <td data-label="Event">
        <Link className="event" href={`/events/${encodeURIComponent(id)}`}>
          {eventType} {event.test && <TestChip />}{' '}
          {subject !== null && <span className="subject">{visibleText(subject)}</span>}
        </Link>
        <span className="fine id">{visibleText(id)}</span>
      </td>
      <td data-label="By">
        <span className="by">
          {visibleText(by.id)} <span className="fine">{visibleText(by.source)}</span>
        </span>
      </td>
      <td data-label="Received">
        <Time at={event.received_at} />
      </td>
    </>
  );
}
