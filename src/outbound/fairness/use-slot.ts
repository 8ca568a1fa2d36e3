import type { AttemptOutcome } from '../../domain/deliveries/attempt';
import { SLOW_ATTEMPT_MS } from '../../domain/fairness/destination-capacity';
import type { KnownDestination } from './known-destination';
import type { KnownOrigin } from './known-origin';
import type { SlotCounts } from './slot-counts';

export interface Target<Waiter> {
  readonly destination: KnownDestination;
  readonly origin: KnownOrigin<Waiter>;
}

export interface SlotUser {
  /** Whether the destination is not known to be quick. */
  readonly isDoubtful: boolean;
  readonly counts: SlotCounts;
  /** Called when a place may have come free at the origin. */
  readonly onChange: () => void;
}

/** Counts an attempt from now until it leaves, and has what it is like remembered. */
export function useSlot<Waiter>(
  { destination, origin }: Target<Waiter>,
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
