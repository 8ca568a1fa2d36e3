import { setTimeout as sleep } from 'node:timers/promises';
import { startSolo, type Solo } from '../arena/start-solo';
import { circumstancesOf, inWords } from '../circumstances';
import type { FirstAttempt } from '../options/parse-options';
import { showProgress } from '../progress';
import type { RunContext, RunResult } from '../run-context';
import { untilNoWorkflowRuns } from '../settle';
import { withOwnClosing } from '../with-own-closing';
import { startDueReceiver, type DueReceiver } from './due-receiver';
import { sampleLateness } from './lateness';
import { processMemory } from './process-memory';
import { putToSleep } from './sleepers';
import { dueAfterSeconds, leadSeconds, warmUpCount } from './due-after';
import { waitingTable, type MemoryOfBoth, type WaitingResult } from './waiting-report';

/** Destinations of each event whose deliveries sleep. */
const DESTINATIONS = 25;
/** Of the warm-up: a sleeper that falls due while others are still put to sleep would slow them. */
const SLOWEST_ASLEEP_PER_SECOND = 50;
/** Nothing arrives for so long after the last one was due: what is missing is lost. */
const STALL_MS = 120_000;
const POLL_MS = 250;
/** For what both processes still do when the last one has gone to sleep. */
const SETTLE_MS = 5_000;

/** Measures what deliveries cost that are asleep between two attempts, for each number of them. */
export async function runWaiting(context: RunContext): Promise<RunResult> {
  const { options, report } = context;
  const results: WaitingResult[] = [];
  for (const waiting of options.waiting) {
    results.push(await withOwnClosing(context, (own) => measureSleepers(own, waiting)));
    if (options.waiting.length > 1) report(`\n${waitingTable(results)}`);
  }
  const circumstances = circumstancesOf(options);
  const markdown = [
    `${inWords(circumstances)}; FIRST_ATTEMPT=${options.firstAttempts[0]}.`,
    '',
    waitingTable(results),
    NOTE,
  ].join('\n');
  return {
    json: { ...circumstances, results },
    markdown,
    lost: results.reduce((sum, { lost }) => sum + lost, 0),
  };
}

const NOTE = [
  'Memory is resident. "each": what one sleeper adds in the processes that put them to sleep. Then both are killed and',
  'started again ("restarted"). "late": from when the timer was due, as the history has it, to when the engine fired it, and',
  'to the receipt of the second attempt; of at most 1,000 deliveries, evenly spaced.',
  '',
].join('\n');

async function measureSleepers(context: RunContext, waiting: number): Promise<WaitingResult> {
  const { options, closing, report } = context;
  const { dueWithinSeconds } = options;
  const receiver = await startDueReceiver(DESTINATIONS);
  closing.add('receiver', () => receiver.close());
  const [firstAttempt = 'delivery'] = options.firstAttempts;
  const solo = await startSolo(context, { name: firstAttempt, settings: {} });
  for (const uri of receiver.urls) await solo.api.post('/triggers', { event_type: 'upload', uri }, 201);

  const count = warmUpCount(waiting);
  const warmUpSeconds = await warmUp(solo, { count, firstAttempt, report });
  const before = memoryOf(solo);
  const lead = leadSeconds({ waiting, warmUp: count, warmUpSeconds });
  const firstDueMs = Date.now() + lead * 1000;
  report(`putting ${waiting} deliveries to sleep; the first is due in ${lead} s`);
  const startedAtMs = performance.now();
  const progress = { asleep: 0 };
  const endProgress = showProgress(report, () => `${progress.asleep} of ${waiting} deliveries are asleep`);
  const ids = await putToSleep(solo, {
    count: waiting,
    firstAttempt,
    prefix: 'waiting',
    delaySeconds: (index) =>
      dueAfterSeconds({ index, count: waiting, dueWithinSeconds, firstDueMs, nowMs: Date.now() }),
    onAsleep: (count) => (progress.asleep = count),
  }).finally(endProgress);
  const asleepPerSecond = waiting / ((performance.now() - startedAtMs) / 1000);
  await sleep(SETTLE_MS);
  const asleep = memoryOf(solo);

  const ready = await restart(solo, report);
  const restarted = memoryOf(solo);
  if (Date.now() > firstDueMs) {
    throw new Error(
      `${waiting} deliveries: the first fell due before both had been started again: use a quieter machine, or fewer`,
    );
  }
  report(`the first is due in ${Math.round((firstDueMs - Date.now()) / 1000)} s`);
  await untilArrived(ids, receiver, { untilMs: firstDueMs + dueWithinSeconds * 1000, report });
  const after = memoryOf(solo);
  await untilNoWorkflowRuns(solo.client);
  const arrivals = ids.flatMap((id) => receiver.arrivedAtMs.get(id) ?? []);
  return {
    waiting,
    dueWithinSeconds,
    asleepPerSecond,
    memory: { before, asleep, restarted, after },
    ...ready,
    lateness: await sampleLateness(solo.client, solo.cloudName, ids, receiver.arrivedAtMs),
    attemptsPerSecond: perSecond(arrivals),
    lost: ids.length - arrivals.length,
    duplicated: receiver.duplicates(),
  };
}

/** @returns how long the warm-up's deliveries took from the first start until all of them slept. */
async function warmUp(
  solo: Solo,
  {
    count,
    firstAttempt,
    report,
  }: { readonly count: number; readonly firstAttempt: FirstAttempt } & Pick<RunContext, 'report'>,
): Promise<number> {
  report(`warming up: ${count} deliveries`);
  const startedAtMs = performance.now();
  const delaySeconds = 1 + Math.ceil(count / SLOWEST_ASLEEP_PER_SECOND);
  await putToSleep(solo, {
    count,
    firstAttempt,
    prefix: 'warm-up',
    delaySeconds: () => delaySeconds,
    onAsleep: () => undefined,
  });
  const seconds = (performance.now() - startedAtMs) / 1000;
  await untilNoWorkflowRuns(solo.client);
  return seconds;
}

/** Kills both, as a power cut does, and starts them again. */
async function restart({ temporal, service }: Solo, report: RunContext['report']) {
  report('killing the service and the dev server, and starting them again');
  await service.kill();
  await temporal.kill();
  const startedAtMs = performance.now();
  await temporal.start();
  const temporalReadyMs = performance.now() - startedAtMs;
  await service.start();
  return { temporalReadyMs, serviceReadyMs: performance.now() - startedAtMs - temporalReadyMs };
}

async function untilArrived(
  ids: readonly string[],
  { arrivedAtMs }: DueReceiver,
  { untilMs, report }: { readonly untilMs: number; readonly report: RunContext['report'] },
): Promise<void> {
  const arrivedBefore = arrivedAtMs.size;
  const arrived = () => arrivedAtMs.size - arrivedBefore;
  const endProgress = showProgress(
    report,
    () => `${arrived()} of ${ids.length} second attempts have been made`,
  );
  let last = 0;
  let movedAtMs = untilMs;
  try {
    while (arrived() < ids.length && Date.now() < movedAtMs + STALL_MS) {
      if (arrived() > last) movedAtMs = Math.max(movedAtMs, Date.now());
      last = arrived();
      await sleep(POLL_MS);
    }
  } finally {
    endProgress();
  }
}

function memoryOf({ service, temporal }: Solo): MemoryOfBoth {
  return { service: processMemory(service.pid), temporal: processMemory(temporal.pid) };
}

function perSecond(arrivedAtMs: readonly number[]): number {
  const sorted = arrivedAtMs.toSorted((a, b) => a - b);
  return sorted.length / (((sorted.at(-1) ?? NaN) - (sorted[0] ?? NaN)) / 1000);
}
