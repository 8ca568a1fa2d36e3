import type { AttemptOutcome } from '../../domain/deliveries/attempt';
import {
  SLOW_ATTEMPT_MS,
  capacityAfter,
  NEW_DESTINATION,
  slowed,
  type DestinationCapacity,
} from '../../domain/fairness/fairness';
import { PutOffLine } from './put-offs';

export interface Target<Waiting> {
  readonly destination: KnownDestination;
  readonly origin: KnownOrigin<Waiting>;
}

interface SlotUser {
  /** Whether the destination is not known to be quick. */
  readonly isDoubtful: boolean;
  readonly counts: SlotCounts;
  /** Called when a place may have come free at the origin. */
  readonly onChange: () => void;
}

/** Counts an attempt from now until it leaves, and has what it is like remembered. */
export function useSlot<Waiting>(
  { destination, origin }: Target<Waiting>,
  { isDoubtful: isDoubtfulAtFirst, counts, onChange }: SlotUser,
) {
  const { environmentId } = origin;
  // Both learn from it: the URL, and what is supposed of the next new one.
  const learners = destination.isNew ? [destination, origin.newcomers] : [destination];
  const isNewcomer = destination.isNew;
  let isRecent = true;
  let isDoubtful = false;

  const beDoubtful = (by: 1 | -1) => {
    isDoubtful = by === 1;
    origin.doubtfulUnderWay += by;
    counts.add(environmentId, { doubtful: by });
  };
  const beUnderWay = (by: 1 | -1) => {
    for (const learner of learners) learner.underWay += by;
    origin.underWay += by;
    counts.add(environmentId, { slots: by });
  };
  const endRecency = () => {
    if (isNewcomer && isRecent) origin.recentNewcomers -= 1;
    isRecent = false;
  };

  const slow = setTimeout(() => {
    for (const learner of learners) learner.learnSlowness();
    if (!isDoubtful) beDoubtful(1);
    endRecency();
    onChange();
  }, SLOW_ATTEMPT_MS);

  if (isNewcomer) origin.recentNewcomers += 1;
  beUnderWay(1);
  if (isDoubtfulAtFirst) beDoubtful(1);
  return {
    leave(outcome: AttemptOutcome | undefined): void {
      clearTimeout(slow);
      endRecency();
      if (isDoubtful) beDoubtful(-1);
      beUnderWay(-1);
      if (outcome) for (const learner of learners) learner.learn(outcome);
      onChange();
    },
  };
}

/** An attempt that waits in its slot for a place. */
export interface Waiter<Admitted> {
  readonly destination: KnownDestination;
  readonly isDoubtful: boolean;
  readonly admit: (place: Admitted) => void;
}

interface Wait {
  readonly isDoubtful: boolean;
  readonly counts: SlotCounts;
  readonly maxMs: number;
}

/** Waits to be let in. @returns `undefined` when it was not in time. */
export function waitForTurn<Admitted>(
  { destination, origin }: Target<Waiter<Admitted>>,
  { isDoubtful, counts, maxMs }: Wait,
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
    }, maxMs);
    const waiter: Waiter<Admitted> = { destination, isDoubtful, admit: stop };
    origin.waiting.push(waiter);
    countWaiting(counts, { origin, waiter, by: 1 });
  });
}

/**
 * Lets waiting attempts of an origin in, as far as they may enter now.
 *
 * @param enter `undefined` where there is no place.
 */
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

interface Counts {
  /** Attempts in progress, and those that wait for their turn. */
  readonly slots: number;
  readonly doubtful: number;
  /** Attempts that wait for their turn at destinations that are not known to be quick. */
  readonly doubtfulWaiting: number;
}

const NONE: Counts = { slots: 0, doubtful: 0, doubtfulWaiting: 0 };

/** Counts who uses a worker's slots. What it remembers of a product environment that uses none is nothing. */
export class SlotCounts {
  private readonly environments = new Map<string, Counts>();
  private doubtfulOfAll = 0;

  of(environmentId: string): Counts {
    return this.environments.get(environmentId) ?? NONE;
  }

  get doubtful(): number {
    return this.doubtfulOfAll;
  }

  /** @param change what is added; negative to take away. */
  add(environmentId: string, change: Partial<Counts>): void {
    const before = this.of(environmentId);
    const slots = before.slots + (change.slots ?? 0);
    const doubtful = before.doubtful + (change.doubtful ?? 0);
    const doubtfulWaiting = before.doubtfulWaiting + (change.doubtfulWaiting ?? 0);
    this.doubtfulOfAll += change.doubtful ?? 0;
    if (slots === 0) this.environments.delete(environmentId);
    else this.environments.set(environmentId, { slots, doubtful, doubtfulWaiting });
  }
}

/**
 * A worker's knowledge of one URL, whatever its query, as one product environment's destination. Environments are kept
 * apart, so that nobody's receiver slows down another's behind the same host.
 */
export class KnownDestination {
  underWay = 0;
  waiting = 0;
  readonly putOffs = new PutOffLine();
  private learnt: DestinationCapacity = NEW_DESTINATION;

  get capacity(): DestinationCapacity {
    return this.learnt;
  }

  get isNew(): boolean {
    return this.learnt.pace === 'unknown';
  }

  get isIdle(): boolean {
    return this.underWay === 0 && this.waiting === 0;
  }

  learnSlowness(): void {
    this.learnt = slowed(this.learnt);
  }

  learn(outcome: AttemptOutcome): void {
    this.learnt = capacityAfter(this.learnt, outcome);
  }
}

/** A worker's knowledge of one origin, as one product environment's, beyond that of its individual URLs. */
export class KnownOrigin<Waiting> {
  /** Who came first is first. */
  readonly waiting: Waiting[] = [];
  underWay = 0;
  doubtfulUnderWay = 0;
  /** All URLs that nothing is known about, as if they were one. */
  readonly newcomers = new KnownDestination();
  /** Attempts to them that began less than a second ago. */
  recentNewcomers = 0;

  constructor(readonly environmentId: string) {}

  get isIdle(): boolean {
    return this.underWay === 0 && this.waiting.length === 0;
  }
}
