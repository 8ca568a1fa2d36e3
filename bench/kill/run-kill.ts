import { setTimeout as sleep } from 'node:timers/promises';
import { startSolo, type Solo } from '../arena/start-solo';
import { circumstancesOf, inWords } from '../circumstances';
import { atRate } from '../load';
import { anUpload } from '../product/api';
import { showProgress } from '../progress';
import type { RunContext, RunResult } from '../run-context';
import { untilNoWorkflowRuns } from '../settle';
import { startKillReceiver, type KillReceiver } from './kill-receiver';
import { judgeRound, killTable, type KillResult } from './kill-report';

const WARM_UP_EVENTS = 50;
/** A producer offers an event again after so long, until it is taken. */
const REPEAT_AFTER_MS = 100;
/** Nothing arrives for so long, and no workflow runs: what is missing is lost. */
const QUIET_MS = 15_000;
const POLL_MS = 250;

/** Kills the service while events come at a fixed rate, starts it again, and measures what that did to deliveries. */
export async function runKill(context: RunContext): Promise<RunResult> {
  const { options, report, closing } = context;
  const { destinations: [destinations = 1] = [], eventsPerSecond, seconds, rounds } = options;
  const [shape = 'delivery'] = options.firstAttempts;
  const receiver = await startKillReceiver(destinations);
  closing.add('receiver', () => receiver.close());
  const solo = await startSolo(context, { name: shape, settings: {} });
  for (const uri of receiver.urls) await solo.api.post('/triggers', { event_type: 'upload', uri }, 201);
  report(`warming up: ${WARM_UP_EVENTS} events`);
  await atRate(namesOf('warm-up', WARM_UP_EVENTS), eventsPerSecond, (eventId) => publish(solo, eventId));
  await untilNoWorkflowRuns(solo.client);

  const results: KillResult[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    results.push(await killOnce({ context, solo, receiver, destinations, round }));
  }
  const circumstances = circumstancesOf(options);
  const load = `${eventsPerSecond} events/s with ${destinations} destinations, ${seconds} s a round`;
  const markdown = [`${inWords(circumstances)}; ${load}.`, '', killTable(shape, results), NOTE].join('\n');
  return {
    json: { ...circumstances, shape, destinations, eventsPerSecond, seconds, results },
    markdown,
    lost: results.reduce((sum, { lost }) => sum + lost, 0),
  };
}

const NOTE = [
  '"away": from `kill -9` until the service was ready again. "in flight": attempts that had arrived and were not stored',
  'yet. "worst delay": of all arrivals after the kill, from when the event was due, or the service was ready, to the',
  'arrival. A producer offers an event every 100 ms until it is taken.',
  '',
].join('\n');

interface Round {
  readonly context: RunContext;
  readonly solo: Solo;
  readonly receiver: KillReceiver;
  readonly destinations: number;
  readonly round: number;
}

async function killOnce({ context, solo, receiver, destinations, round }: Round): Promise<KillResult> {
  const { options, report } = context;
  const { eventsPerSecond, seconds } = options;
  const eventIds = namesOf(`kill-${round}`, eventsPerSecond * seconds);
  const own = new Set(eventIds);
  const ownArrivals = () => receiver.arrivals.filter(({ eventId }) => own.has(eventId));
  const endProgress = showProgress(
    report,
    () => `round ${round}: ${ownArrivals().length} of ${eventIds.length * destinations} have arrived`,
  );
  try {
    const dueAtMs = new Map<string, number>();
    const publishing = atRate(eventIds, eventsPerSecond, async (eventId, dueMs) => {
      dueAtMs.set(eventId, performance.timeOrigin + dueMs);
      await publish(solo, eventId);
    });
    await sleep((seconds * 1000) / 3);
    await solo.service.kill();
    const killedAtMs = Date.now();
    const recordedIds = new Set<string>(await solo.db('attempts').pluck('delivery_id'));
    await solo.service.start();
    const readyAtMs = Date.now();
    await publishing;
    await untilAll(solo, () => ownArrivals().length, eventIds.length * destinations);
    const arrivals = ownArrivals();
    const result = judgeRound({ destinations, dueAtMs, arrivals, killedAtMs, readyAtMs, recordedIds });
    report(`round ${round}: done`);
    return result;
  } finally {
    endProgress();
  }
}

/** Duplicates come late, too: so it waits until no workflow runs. */
async function untilAll(solo: Solo, arrived: () => number, wanted: number): Promise<void> {
  let last = -1;
  let movedAtMs = Date.now();
  while (arrived() < wanted && Date.now() < movedAtMs + QUIET_MS) {
    if (arrived() !== last) movedAtMs = Date.now();
    last = arrived();
    await sleep(POLL_MS);
  }
  await untilNoWorkflowRuns(solo.client);
}

async function publish({ api }: Solo, eventId: string): Promise<void> {
  for (;;) {
    try {
      // 200: taken before, and only the answer was lost.
      return await api.post('/events', anUpload(eventId), 202, 200);
    } catch (error) {
      if (error instanceof Error && 'code' in error) await sleep(REPEAT_AFTER_MS);
      else throw error;
    }
  }
}

function namesOf(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
}
