import type { AttemptOutcome } from '../domain/attempt';
import {
  capacityAfter,
  type DestinationCapacity,
  NEW_DESTINATION,
  slowed,
} from '../domain/destination-capacity';

/**
 * What a worker knows of one origin as one product environment's destination. Environments are kept apart, so
 * that nobody's receiver slows down another's behind the same host.
 */
export class KnownDestination<Waiter> {
  /** Who came first is first. */
  readonly waiting: Waiter[] = [];
  underWay = 0;
  private learnt: DestinationCapacity = NEW_DESTINATION;

  constructor(
    readonly environmentId: string,
    /** Host and port. */
    readonly host: string,
  ) {}

  get capacity(): DestinationCapacity {
    return this.learnt;
  }

  get isIdle(): boolean {
    return this.underWay === 0 && this.waiting.length === 0;
  }

  get mayWait(): boolean {
    return this.waiting.length < this.learnt.limit;
  }

  learnSlowness(): void {
    this.learnt = slowed(this.learnt);
  }

  learn(outcome: AttemptOutcome): void {
    this.learnt = capacityAfter(this.learnt, outcome);
  }
}
