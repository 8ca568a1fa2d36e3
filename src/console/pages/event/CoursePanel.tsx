import { durationWords } from '../../../domain/events/explanation';
import type { EventReasons, ShownEvent } from '../../calls/events';
import { Panel } from '../../parts/Panel';
import { TestChip } from '../../parts/TestChip';
import { Time } from '../../parts/Time';

const STEPS: Readonly<Record<EventReasons['lifecycle'][number]['step'], string>> = {
  accepted: 'Accepted',
  started: 'Workflow started',
  resolved: 'Resolved',
  first_attempt: 'First attempt',
  ended: 'Ended',
};

interface Props {
  readonly event: ShownEvent;
  readonly reasons: EventReasons;
}

/** What became of the event in one sentence, and how long each step took. */
export function CoursePanel({ event, reasons }: Props) {
  return (
    <Panel title="What became of it" aside={<EventKind event={event} />}>
      <p className="sentence">{reasons.sentence}</p>
      <ol className="lifecycle">
        {reasons.lifecycle.map(({ step, at, after_ms: afterMs }) => (
          <li key={step} className={at === null ? 'to-come' : ''}>
            <strong>{STEPS[step]}</strong>
            {at === null ? <span className="fine">not yet</span> : <Time at={at} />}
            {afterMs !== null && step !== 'accepted' && (
              <span className="fine gap">+ {durationWords(afterMs)}</span>
            )}
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function EventKind({ event }: Pick<Props, 'event'>) {
  return (
    <span className="chips">
      {event.test && <TestChip />}
      <span className="tag">{event.event_type}</span>
    </span>
  );
}
