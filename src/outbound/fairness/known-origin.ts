import { KnownDestination } from './known-destination';

/** What a worker knows of one origin as one product environment's, beyond what it knows of each of its URLs. */
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
