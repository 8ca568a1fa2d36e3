import type { AttemptOutcome } from '../../domain/deliveries/attempt';
import {
  capacityAfter,
  type DestinationCapacity,
  NEW_DESTINATION,
  slowed,
} from '../../domain/fairness/destination-capacity';
import { PutOffLine } from './put-offs';

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
export class KnownOrigin<Waiter> {
  /** Who came first is first. */
  readonly waiting: Waiter[] = [];
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
