import type { KnownDestination } from './known-destination';
import type { KnownOrigin } from './known-origin';
import type { SlotCounts } from './slot-counts';
import type { Target } from './use-slot';

const MAX_WAIT_MS = 1_000;

/** An attempt that waits in its slot for a place. */
export interface Waiter<Admitted> {
  readonly destination: KnownDestination;
  readonly isDoubtful: boolean;
  readonly admit: (place: Admitted) => void;
}

/** Waits for up to a second to be let in. @returns `undefined` when it was not. */
export function waitForTurn<Admitted>(
  { destination, origin }: Target<Waiter<Admitted>>,
  { isDoubtful, counts }: { readonly isDoubtful: boolean; readonly counts: SlotCounts },
): Promise<Admitted | undefined> {
  return new Promise((resolve) => {
    const stop = (admitted: Admitted | undefined) => {
      clearTimeout(late);
      origin.waiting.splice(origin.waiting.indexOf(waiter), 1);
      resolve(admitted);
    };
    const late = setTimeout(() => {
      countWaiting(counts, { origin, waiter, by: -1 });
      stop(undefined);
    }, MAX_WAIT_MS);
    const waiter: Waiter<Admitted> = { destination, isDoubtful, admit: stop };
    origin.waiting.push(waiter);
    countWaiting(counts, { origin, waiter, by: 1 });
  });
}

/** Lets in whoever may now, of those that wait at an origin. @param enter `undefined` where there is no place. */
export function letIn<Admitted>(
  origin: KnownOrigin<Waiter<Admitted>>,
  counts: SlotCounts,
  enter: (place: Target<Waiter<Admitted>>) => Admitted | undefined,
): void {
  for (const waiter of [...origin.waiting]) {
    // Who waits has a slot already.
    countWaiting(counts, { origin, waiter, by: -1 });
    const admitted = enter({ origin, destination: waiter.destination });
    if (admitted === undefined) countWaiting(counts, { origin, waiter, by: 1 });
    else waiter.admit(admitted);
  }
}

interface WaitingChange<Admitted> {
  readonly origin: KnownOrigin<Waiter<Admitted>>;
  readonly waiter: Waiter<Admitted>;
  readonly by: 1 | -1;
}

function countWaiting<Admitted>(counts: SlotCounts, { origin, waiter, by }: WaitingChange<Admitted>): void {
  waiter.destination.waiting += by;
  counts.add(origin.environmentId, { slots: by, doubtfulWaiting: waiter.isDoubtful ? by : 0 });
}
