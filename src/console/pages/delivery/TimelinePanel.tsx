import { useServerNow } from '../../calls/server-clock';
import type { DeliveryInFull } from '../../calls/delivery-in-full';
import { isPollUrl } from '../../../domain/poll/channel';
import { Countdown } from '../../parts/Countdown';
import { spanWords } from '../../parts/countdown-words';
import { Icon } from '../../parts/Icon';
import { Panel } from '../../parts/Panel';
import { Time } from '../../parts/Time';
import { visibleText } from '../../parts/visible-text';
import { Timeline } from '../../pictures/Timeline';
import { layOutTimeline } from '../../pictures/timeline-geometry';
import { attemptLook, attemptWords } from './attempt-look';

/** What happened and what will, as a picture and as a list. */
export function TimelinePanel({ delivery }: { readonly delivery: DeliveryInFull }) {
  const nowMs = useServerNow();
  const { attempts, planned_attempts: planned, runs, interventions, status } = delivery;
  const layout = layOutTimeline({
    attempts: attempts.map((attempt) => ({
      number: attempt.attempt_number,
      startedAtMs: Date.parse(attempt.started_at),
      durationMs: attempt.duration_ms,
    })),
    planned: planned.map(({ number, at }) => ({ number, atMs: Date.parse(at) })),
    runs: runs.map(({ first_attempt_number: first }) => first),
    interventions: interventions.map(({ at }) => ({ atMs: Date.parse(at) })),
    nowMs,
    isSending: status === 'pending' && delivery.next_attempt_at === null,
  });
  const story = storyOf(delivery);
  // A channel has no schedule to draw.
  const isDrawn = !isPollUrl(delivery.uri) || attempts.length > 0;
  if (!isDrawn && story.length === 0) return null;
  const looks = new Map(attempts.map((attempt) => [attempt.attempt_number, attemptLook(attempt)]));
  return (
    <Panel title="Timeline">
      {isDrawn && <Timeline layout={layout} looks={looks} isEnded={status !== 'pending'} />}
      <ol className="story">
        {story.map((each) => (
          <li key={each.key} className={each.tone}>
            {each.line}
          </li>
        ))}
      </ol>
    </Panel>
  );
}

interface Line {
  readonly key: string;
  readonly at: string;
  readonly tone: string;
  readonly line: React.ReactNode;
}

/** The same as a list, by time. */
function storyOf(delivery: DeliveryInFull): readonly Line[] {
  const { attempts, planned_attempts: planned, runs, interventions } = delivery;
  const begins = (number: number) => {
    const run = runs.findIndex(({ first_attempt_number: first }) => first === number);
    return run > 0 ? `, first of run ${run + 1}` : '';
  };
  const made = attempts.map((attempt): Line => {
    const { tone, icon } = attemptLook(attempt);
    const number = attempt.attempt_number;
    const line = (
      <>
        <Icon name={icon} />
        <span>
          <strong>
            Attempt {number}
            {begins(number)}: {attemptWords(attempt)}
          </strong>{' '}
          after {spanWords(attempt.duration_ms)}
          {attempt.resent && '; sent twice, since a used connection had ended'}
        </span>
        <Time at={attempt.started_at} />
      </>
    );
    return { key: `attempt ${number}`, at: attempt.started_at, tone, line };
  });
  const asked = interventions.map(({ at, kind, by }, index): Line => {
    const line = (
      <>
        <Icon name="person" />
        <span>
          {INTERVENTION_WORDS[kind]} by {by.kind.replaceAll('_', ' ')} {visibleText(by.id)}
          {by.via && ', in the Console'}
        </span>
        <Time at={at} />
      </>
    );
    return { key: `intervention ${index}`, at, tone: 'somebody', line };
  });
  const past = [...made, ...asked].sort((a, b) => (a.at < b.at ? -1 : 1));
  return [...past, ...planned.map((each, index) => plannedLine(delivery, each, index))];
}

const INTERVENTION_WORDS = {
  retry: 'Retry asked for',
  cancel: 'Cancellation asked for',
  restart: 'Started again after its workflow was lost,',
  settle: 'Ended after its workflow was lost,',
} as const;

function plannedLine(
  delivery: DeliveryInFull,
  { number, at }: DeliveryInFull['planned_attempts'][number],
  index: number,
): Line {
  const isUnderWay = index === 0 && delivery.next_attempt_at === null;
  const line = (
    <>
      <Icon name={isUnderWay ? 'pulse' : 'clock'} />
      <span>
        Attempt {number}, {isUnderWay ? 'under way or about to be' : 'planned'}
      </span>
      {isUnderWay ? <span /> : <Countdown at={at} prefix="in " />}
    </>
  );
  return { key: `planned ${number}`, at, tone: 'planned', line };
}
