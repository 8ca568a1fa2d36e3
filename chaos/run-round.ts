import { setTimeout as sleep } from 'node:timers/promises';
import { countUnfinished, readDatabase } from './database-view';
import { inject, SkippedFault } from './inject';
import { judgeDuplicates } from './judge-duplicates';
import type { FaultRecord, PublishedEvent } from './ledger';
import { Load } from './load';
import { judgeRound, type Violation } from './oracle';
import { pause, unlessStopped } from './pause';
import type { PlannedFault, PlannedRound } from './plan';
import { ATTEMPT_TIMEOUT_SECONDS, CLOUD_NAME, RETRY_DELAYS_SECONDS } from './start-world';
import type { JudgedRound } from './tally';
import { readTemporal } from './temporal-view';
import { Turns } from './turns';
import { servicesOf, type World } from './world';

export interface RoundOptions {
  readonly eventsPerSecond: number;
  readonly triggerDestinations: PublishedEvent['destinations'];
  readonly report: (line: string) => void;
  /** Ends the round at once: what was done is healed, and nothing is compared. */
  readonly stop: AbortSignal;
}

/** Nothing may be stuck so long after everything is healed. */
const STUCK_AFTER_MS = 60_000;
const ATTEMPT_LIMIT = RETRY_DELAYS_SECONDS.length + 1;
/** A whole schedule, for a delivery that was begun at the last moment. */
const SCHEDULE_MS =
  1000 *
  (RETRY_DELAYS_SECONDS.reduce((sum, each) => sum + each, 0) + ATTEMPT_LIMIT * ATTEMPT_TIMEOUT_SECONDS);
const PROMISED_SETTLING_MS = STUCK_AFTER_MS + SCHEDULE_MS;
/** Then what is pending is stuck, and nothing is under way before it. */
const STANDS_STILL_AFTER_MS = 30_000;
const LONGEST_SETTLING_MS = 900_000;
const POLL_MS = 500;
/** A fault that is not healed by then is a violation. */
const HEAL_DEADLINE_MS = 120_000;
/** Whoever has asked for the end waits no longer for what is healed. */
const STOP_DEADLINE_MS = 20_000;

/** One round: events, faults, healing, and the comparison. @returns `undefined` when it was stopped. */
export async function runRound(
  world: World,
  round: PlannedRound,
  options: RoundOptions,
): Promise<JudgedRound | undefined> {
  const { ledger, receivers, nowMs } = world;
  const { stop } = options;
  const firstReceipt = receivers.receipts.length;
  const load = new Load(
    {
      api: world.api,
      ledger,
      receivers,
      triggerDestinations: options.triggerDestinations,
      nowMs,
    },
    { round: round.number, seed: round.seed, eventsPerSecond: options.eventsPerSecond },
  );
  const turns = new Turns();
  const faults = Promise.all(round.faults.map((fault) => make(world, fault, turns, options)));
  await unlessStopped(faults, stop);
  if (stop.aborted) {
    load.abandon();
    await Promise.race([faults, sleep(STOP_DEADLINE_MS)]);
    return undefined;
  }
  await unlessStopped(load.stop(), stop);
  const settledMs = await settle(world, round.number, stop);
  if (stop.aborted) {
    load.abandon();
    return undefined;
  }
  const isLate = settledMs > PROMISED_SETTLING_MS;
  const late = isLate ? '; LATE: this machine is too slow for the load, or something was stuck' : '';
  options.report(`round ${round.number}: healed, and quiet after ${(settledMs / 1000).toFixed(1)} s${late}`);
  const judged = await unlessStopped(judge(world, round.number, firstReceipt), stop);
  return judged && { ...judged, isLate };
}

async function make(
  world: World,
  fault: PlannedFault,
  turns: Turns,
  { report, stop }: Pick<RoundOptions, 'report' | 'stop'>,
): Promise<void> {
  const { nowMs, ledger } = world;
  const { number, round, kind, process, startsAfterMs, lastsMs } = fault;
  await pause(startsAfterMs, stop);
  const touched = kind === 'rolling restart' ? servicesOf(world).map(({ name }) => name) : [process];
  const done = await turns.take(touched);
  if (stop.aborted) return done();
  const record: FaultRecord = {
    number,
    round,
    kind,
    process,
    startedAtMs: nowMs(),
    healedAtMs: undefined,
    problem: undefined,
    skipped: undefined,
  };
  ledger.faults.push(record);
  const where = process === '' ? '' : ` (${process})`;
  report(`fault ${number}: ${kind}${where}, for ${(lastsMs / 1000).toFixed(1)} s`);
  try {
    const heal = await inject(world, fault);
    await pause(lastsMs, stop);
    await withDeadline(heal());
  } catch (error) {
    const { message } = error as Error;
    if (error instanceof SkippedFault) record.skipped = message;
    else record.problem = message;
    report(`fault ${number}: ${error instanceof SkippedFault ? 'skipped' : 'PROBLEM'}: ${message}`);
  }
  record.healedAtMs = nowMs();
  done();
}

async function withDeadline(healing: Promise<void>): Promise<void> {
  const late = sleep(HEAL_DEADLINE_MS, undefined, { ref: false }).then(() => {
    throw new Error(`was not healed within ${HEAL_DEADLINE_MS / 1000} s`);
  });
  await Promise.race([healing, late]);
}

/**
 * Waits until nothing is unfinished. What still ends, one after the other, is late and not stuck: a machine that is too slow
 * for the load is given more time.
 *
 * @returns how long it took, in milliseconds.
 */
async function settle({ cluster, nowMs }: World, round: number, stop: AbortSignal): Promise<number> {
  const startedMs = nowMs();
  const url = cluster.adminUrl('webhooks');
  let fewest = Infinity;
  let progressedMs = startedMs;
  while (nowMs() < startedMs + LONGEST_SETTLING_MS && !stop.aborted) {
    const unfinished = await countUnfinished(url, round).catch(() => Infinity);
    if (unfinished === 0) break;
    if (unfinished < fewest) progressedMs = nowMs();
    fewest = Math.min(fewest, unfinished);
    const stoodStillMs = nowMs() - progressedMs;
    if (nowMs() > startedMs + PROMISED_SETTLING_MS && stoodStillMs > STANDS_STILL_AFTER_MS) break;
    await pause(POLL_MS, stop);
  }
  return nowMs() - startedMs;
}

async function judge(
  world: World,
  round: number,
  firstReceipt: number,
): Promise<Omit<JudgedRound, 'isLate'>> {
  const { cluster, ledger, receivers } = world;
  const database = await readDatabase(cluster.adminUrl('webhooks'), round);
  const ids = database.deliveries.map(({ id }) => id);
  const receipts = receivers.receipts.slice(firstReceipt);
  const judgedOnce = await judgeWith(world, round, receipts, database, ids);
  // A workflow's end follows the one in the database by a moment.
  const runs = judgedOnce.some(({ kind }) => kind === 'views differ');
  if (runs) await sleep(5_000);
  const violations = [
    ...(runs ? await judgeWith(world, round, receipts, database, ids) : judgedOnce),
    ...judgeDuplicates(round, receipts, database, ledger),
  ];
  return { round, receipts, database, violations };
}

async function judgeWith(
  { temporal, ledger }: World,
  round: number,
  receipts: JudgedRound['receipts'],
  database: JudgedRound['database'],
  ids: readonly string[],
): Promise<Violation[]> {
  const view = await readTemporal(temporal, CLOUD_NAME, ids);
  return judgeRound(ledger, { round, receipts, database, temporal: view }, { attemptLimit: ATTEMPT_LIMIT });
}
