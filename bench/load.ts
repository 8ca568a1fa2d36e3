import { setTimeout as sleep } from 'node:timers/promises';
import type { Ledger } from './ledger';
import type { Shape } from './shape';

/** Nothing published and nothing received for so long: what is missing is lost. Longer than a worker's own repetitions take. */
const STALL_MS = 60_000;
const EVENTS_PER_SECOND = 2;

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
      if ((await publishAndWait(target, eventId, stall.stalled)) === 'stalled') return;
    }
  };
  try {
    await Promise.all(Array.from({ length: inFlight }, lane));
    return performance.now() - startedAtMs - target.ledger.idleMs;
  } finally {
    stall.stop();
  }
}

/** Publishes two events a second, whatever becomes of them, and waits for the receipts. */
export async function publishSteadily(target: Publishing, eventIds: readonly string[]): Promise<void> {
  const stall = watchForStall(target.ledger);
  try {
    await atSteadyRate(eventIds, EVENTS_PER_SECOND, (eventId) =>
      publishAndWait(target, eventId, stall.stalled),
    );
  } finally {
    stall.stop();
  }
}

/** Calls `task` for each event at its time, whatever becomes of those before, and waits for all of them. */
export async function atSteadyRate(
  eventIds: readonly string[],
  perSecond: number,
  task: (eventId: string) => Promise<unknown>,
): Promise<void> {
  const startedAtMs = performance.now();
  await Promise.all(
    eventIds.map(async (eventId, index) => {
      const dueMs = startedAtMs + (index * 1000) / perSecond;
      await sleep(Math.max(0, dueMs - performance.now()));
      await task(eventId);
    }),
  );
}

type Stalled = Promise<'stalled'>;

async function publishAndWait({ shape, ledger }: Publishing, eventId: string, stalled: Stalled) {
  ledger.expect(eventId);
  await shape.publish(eventId);
  return Promise.race([ledger.completionOf(eventId), stalled]);
}

function watchForStall(ledger: Ledger): { readonly stalled: Stalled; stop(): void } {
  let report: (ending: 'stalled') => void = () => undefined;
  const stalled: Stalled = new Promise((resolve) => (report = resolve));
  const timer = setInterval(() => ledger.idleMs > STALL_MS && report('stalled'), 1_000);
  return { stalled, stop: () => clearInterval(timer) };
}
