import { setTimeout as sleep } from 'node:timers/promises';
import type { Ledger } from './ledger';
import { dueAfterMs } from './open-loop/due-after-ms';
import type { Shape } from './shape';

/** Nothing published and nothing received for so long: what is missing is lost. Longer than a worker's own repetitions take. */
const STALL_MS = 60_000;

export interface LoadTarget {
  readonly shape: Shape;
  readonly ledger: Ledger;
}

interface Publishing {
  readonly shape: Pick<Shape, 'publish'>;
  readonly ledger: Ledger;
}

/**
 * Publishes events so that at most `inFlight` of them lack receipts at any time, and returns when
 * all receipts have come, or nothing moves any more.
 *
 * @returns the duration in milliseconds, from the first publication to the last receipt.
 */
export async function publishBounded(
  target: LoadTarget,
  eventIds: readonly string[],
  inFlight: number,
): Promise<number> {
  const startedAtMs = performance.now();
  const waiting = eventIds.values();
  const stall = watchForStall(target.ledger);
  const lane = async () => {
    for (const eventId of waiting) {
      target.ledger.expect(eventId);
      await target.shape.publish(eventId);
      if ((await untilComplete(target, eventId, stall.stalled)) === 'stalled') return;
    }
  };
  try {
    await Promise.all(Array.from({ length: inFlight }, lane));
    return performance.now() - startedAtMs - target.ledger.idleMs;
  } finally {
    stall.stop();
  }
}

/** How a publication at a fixed rate went, apart from the latencies, which the ledger has. */
export interface RateResult {
  /** Why events were not taken, one message each; the ledger does not expect these. */
  readonly refusals: readonly string[];
  /** How late the load generator itself handed an event over, at most, in milliseconds. */
  readonly latestMs: number;
}

/**
 * Publishes events at a fixed rate, whatever becomes of those before, and waits for the receipts. Latencies count from
 * the moment at which an event was due, so that a publication that is held up hides nothing.
 */
export async function publishAtRate(
  { shape, ledger }: Publishing,
  eventIds: readonly string[],
  perSecond: number,
): Promise<RateResult> {
  const stall = watchForStall(ledger);
  const refusals: string[] = [];
  let latestMs = 0;
  try {
    await atRate(eventIds, perSecond, async (eventId, dueMs) => {
      latestMs = Math.max(latestMs, performance.now() - dueMs);
      ledger.expect(eventId, dueMs);
      try {
        await shape.publish(eventId);
      } catch (error) {
        ledger.withdraw(eventId);
        refusals.push((error as Error).message);
        return;
      }
      await untilComplete({ shape, ledger }, eventId, stall.stalled);
    });
    return { refusals, latestMs };
  } finally {
    stall.stop();
  }
}

/**
 * Calls `task` for each event when it is due, whatever becomes of those before, and waits for all of them.
 *
 * @param eventIds asked for the next one when the one before was handed over.
 * @param task is told when its event was due, on the clock of `performance.now()`.
 */
export async function atRate(
  eventIds: Iterable<string>,
  perSecond: number,
  task: (eventId: string, dueMs: number) => Promise<unknown>,
): Promise<void> {
  const startedAtMs = performance.now();
  const tasks: Promise<unknown>[] = [];
  for (const eventId of eventIds) {
    const dueMs = startedAtMs + dueAfterMs(tasks.length, perSecond);
    const waitMs = dueMs - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    tasks.push(task(eventId, dueMs));
  }
  await Promise.all(tasks);
}

type Stalled = Promise<'stalled'>;

function untilComplete({ ledger }: Publishing, eventId: string, stalled: Stalled) {
  return Promise.race([ledger.completionOf(eventId), stalled]);
}

function watchForStall(ledger: Ledger): { readonly stalled: Stalled; stop(): void } {
  let report: (ending: 'stalled') => void = () => undefined;
  const stalled: Stalled = new Promise((resolve) => (report = resolve));
  const timer = setInterval(() => ledger.idleMs > STALL_MS && report('stalled'), 1_000);
  return { stalled, stop: () => clearInterval(timer) };
}
