import type { AttemptOutcome } from '../domain/attempt';
import { busyDelayMs } from '../domain/busy-delay';
import { SLOW_ATTEMPT_MS } from '../domain/destination-capacity';
import { findShortage, mustTakeTurns, type Shortage } from '../domain/slot-shares';
import { explainShortage } from './explain-shortage';
import { KnownDestination } from './known-destination';
import { PutOffCount } from './put-off-count';
import { createRecentlyUsed } from './recently-used';
import { SlotCounts } from './slot-counts';

const MAX_WAIT_MS = 1_000;
/** Of one that is forgotten, no more is known than of a new one. */
const MAX_DESTINATIONS = 10_000;
const MAX_ENVIRONMENTS = 1_000;

export interface AdmissionRequest {
  readonly environmentId: string;
  /** In normal form. */
  readonly url: string;
  /** How often this delivery was refused before. */
  readonly refusals: number;
}

export interface Admitted {
  readonly kind: 'admitted';
  /** To be called once, at the attempt's end. @param outcome `undefined` when no receiver was to blame for it. */
  leave(outcome: AttemptOutcome | undefined): void;
}

export interface Refused {
  readonly kind: 'refused';
  readonly reason: string;
  readonly retryAfterMs: number;
}

type Waiter = (place: Admitted) => void;
type Destination = KnownDestination<Waiter>;

/** Admits attempts so that receivers that hang, however many, leave slots to those that do not. */
export class Admissions {
  private readonly destinations = createRecentlyUsed<Destination>(MAX_DESTINATIONS, ({ isIdle }) => isIdle);
  private readonly counts = new SlotCounts();
  /** Of each product environment; one that is forgotten only makes its deliveries come back sooner. */
  private readonly putOffs = createRecentlyUsed<PutOffCount>(MAX_ENVIRONMENTS, () => true);

  /** @param slots how many attempts the worker makes at a time. */
  constructor(private readonly slots: number) {}

  /**
   * Asks for a place for one attempt. Where the destination is full it waits for up to a second, provided that
   * no more wait there than it has places.
   */
  async ask({ environmentId, url, refusals }: AdmissionRequest): Promise<Admitted | Refused> {
    const { origin, host } = new URL(url);
    const destination = this.destinations.use(
      `${environmentId} ${origin}`,
      () => new KnownDestination<Waiter>(environmentId, host),
    );
    const shortage = this.shortageAt(destination);
    if (!shortage) return this.enter(destination);

    const mayWait = shortage === 'destination' && destination.mayWait;
    const place = mayWait ? await this.waitAt(destination) : undefined;
    return place ?? this.refuse(destination, shortage, refusals);
  }

  private shortageAt(destination: Destination): Shortage | undefined {
    const ofEnvironment = this.counts.of(destination.environmentId);
    const use = {
      destination: destination.underWay,
      environment: ofEnvironment.slots,
      doubtfulOfEnvironment: ofEnvironment.doubtful,
      doubtful: this.counts.doubtful,
    };
    return findShortage(use, destination.capacity, this.slots);
  }

  private enter(destination: Destination): Admitted {
    const { environmentId } = destination;
    let isDoubtful = destination.capacity.pace !== 'quick';
    const slow = setTimeout(() => {
      destination.learnSlowness();
      if (!isDoubtful) this.counts.add(environmentId, { doubtful: 1 });
      isDoubtful = true;
    }, SLOW_ATTEMPT_MS);
    destination.underWay += 1;
    this.counts.add(environmentId, { slots: 1, doubtful: isDoubtful ? 1 : 0 });
    return {
      kind: 'admitted',
      leave: (outcome) => {
        clearTimeout(slow);
        destination.underWay -= 1;
        this.counts.add(environmentId, { slots: -1, doubtful: isDoubtful ? -1 : 0 });
        if (outcome) destination.learn(outcome);
        this.admitWaiting(destination);
      },
    };
  }

  private waitAt(destination: Destination): Promise<Admitted | undefined> {
    const { environmentId, waiting } = destination;
    this.counts.add(environmentId, { slots: 1 });
    return new Promise((resolve) => {
      const stop = (place: Admitted | undefined) => {
        clearTimeout(late);
        waiting.splice(waiting.indexOf(stop), 1);
        resolve(place);
      };
      const late = setTimeout(() => {
        this.counts.add(environmentId, { slots: -1 });
        stop(undefined);
      }, MAX_WAIT_MS);
      waiting.push(stop);
    });
  }

  private admitWaiting(destination: Destination): void {
    for (const waiter of [...destination.waiting]) {
      // Who waits has a slot already.
      this.counts.add(destination.environmentId, { slots: -1 });
      if (this.shortageAt(destination)) {
        this.counts.add(destination.environmentId, { slots: 1 });
        return;
      }
      waiter(this.enter(destination));
    }
  }

  private refuse(destination: Destination, shortage: Shortage, refusals: number): Refused {
    const { environmentId, host, capacity } = destination;
    const nowMs = performance.now();
    const putOffs = this.putOffs.use(environmentId, () => new PutOffCount());
    const takesTurns = mustTakeTurns(shortage, capacity);
    const putOff = takesTurns ? putOffs.at(nowMs) : 0;
    const retryAfterMs = busyDelayMs({ refusals, putOff, jitter: Math.random() });
    if (takesTurns) putOffs.add(nowMs, retryAfterMs);
    return { kind: 'refused', reason: explainShortage(shortage, host, capacity.limit), retryAfterMs };
  }
}
