import type { AttemptOutcome } from '../../domain/deliveries/attempt';
import { destinationLabel } from '../../domain/destinations/destination-url';
import {
  findShortage,
  mayWait,
  type Shortage,
  turnsPerSecond,
  newcomerCapacity,
  type DestinationCapacity,
} from '../../domain/fairness/fairness';
import { Lru } from '../../kit/lru';
import { PutOffDelays } from './put-offs';
import {
  SlotCounts,
  type Target,
  useSlot,
  letIn,
  type Waiter,
  waitForTurn,
  KnownDestination,
  KnownOrigin,
} from './slots';

export interface BusyDestination {
  /** Host and port. */
  readonly host: string;
  /** Names the URL for people. */
  readonly label: string;
  /** Attempts at a time to the URL. */
  readonly limit: number;
}

/** Says why an attempt has to come back later; shown in the Temporal UI. */
export function explainShortage(shortage: Shortage, { host, label, limit }: BusyDestination): string {
  switch (shortage) {
    case 'destination':
      return `${label} is busy: ${limit === 1 ? '1 attempt' : `${limit} attempts`} at a time for now`;
    case 'newcomers':
      return `${host} is busy: it has as many attempts under way to URLs that are not known yet as one host gets`;
    case 'origin':
      return `${host} is busy: it has as many attempts under way as one host gets`;
    case 'origin_doubtful':
      return `${host} is busy: it has as many attempts under way to URLs that do not answer at once as one host gets`;
    case 'environment':
      return 'the product environment has half of all attempts under way, as many as one gets';
    case 'environment_doubtful':
      return 'the product environment has as many attempts under way to destinations that do not answer at once as one gets';
    case 'doubtful':
      return 'as many attempts as may be are under way to destinations that do not answer at once';
  }
}

/** Says what a delivery waits for, in words: the same text for the same shortage. */
export function awaitedPlace(shortage: Shortage): string {
  switch (shortage) {
    case 'destination':
      return 'a place at its URL';
    case 'newcomers':
      return 'a place at its host, for URLs that are not known yet';
    case 'origin':
      return 'a place at its host';
    case 'origin_doubtful':
      return 'a place at its host, for URLs that do not answer at once';
    case 'environment':
      return 'a place of its product environment';
    case 'environment_doubtful':
      return 'a place of its product environment, for destinations that do not answer at once';
    case 'doubtful':
      return 'a place for destinations that do not answer at once';
  }
}

/** A forgotten URL is treated as a new one of its origin. */
const MAX_DESTINATIONS = 10_000;
/** Kept apart, so that a URL for each notification makes no origin forgotten. */
const MAX_ORIGINS = 10_000;

/** How long an attempt waits for its turn in a slot of its own. */
const MAX_WAIT_MS = 1_000;
/** How long one waits within a task of a workflow. Source: docs/decisions.md D42. */
const MAX_WAIT_IN_TASK_MS = 500;

export interface AdmissionRequest {
  readonly environmentId: string;
  /** In normal form. */
  readonly url: string;
  /** How often this delivery was refused before. */
  readonly refusals: number;
}

export interface Admitted {
  readonly kind: 'admitted';
  /**
   * Returns the place. Call it once, when the attempt ends.
   *
   * @param outcome `undefined` when no receiver was to blame for it.
   */
  leave(outcome: AttemptOutcome | undefined): void;
}

export interface Refused {
  readonly kind: 'refused';
  readonly reason: string;
  /** The same text whenever the same is lacking. */
  readonly waitingFor: string;
  readonly retryAfterMs: number;
}

type Origin = KnownOrigin<Waiter<Admitted>>;
type AttemptTarget = Target<Waiter<Admitted>>;

/** Admits attempts so that receivers that hang, however many, leave slots to those that do not. */
export class Admissions {
  private readonly destinations = new Lru<KnownDestination>({
    maxEntries: MAX_DESTINATIONS,
    mayForget: ({ isIdle }) => isIdle,
  });
  private readonly origins = new Lru<Origin>({ maxEntries: MAX_ORIGINS, mayForget: ({ isIdle }) => isIdle });
  private readonly counts = new SlotCounts();
  private readonly delays = new PutOffDelays();

  /** @param slots how many attempts the worker makes at a time. */
  constructor(private readonly slots: number) {}

  /**
   * Asks for a place for one attempt. If the destination or its origin is full, the attempt waits for up to a second.
   * It does not wait if more wait there than the destination has places.
   */
  async ask(request: AdmissionRequest): Promise<Admitted | Refused> {
    const target = this.targetOf(request);
    const shortage = this.shortageAt(target);
    if (!shortage) return this.enter(target);
    if (this.mayWaitAt(target, shortage)) {
      const admitted = await this.waitAt(target, MAX_WAIT_MS);
      if (admitted) return admitted;
    }
    return this.refuse(target, shortage, request);
  }

  /**
   * Asks for a place for one attempt at a destination that is known to be quick.
   *
   * @returns the place; or, if one comes free soon, the wait for it, half a second at most; `undefined` if there is
   * neither.
   */
  askForQuick(
    request: Pick<AdmissionRequest, 'environmentId' | 'url'>,
  ): Admitted | Promise<Admitted | undefined> | undefined {
    const target = this.targetOf(request);
    if (isDoubtful(target)) return undefined;
    const shortage = this.shortageAt(target);
    if (!shortage) return this.enter(target);
    return this.mayWaitAt(target, shortage) ? this.waitForQuick(target) : undefined;
  }

  private async waitForQuick(target: AttemptTarget): Promise<Admitted | undefined> {
    const admitted = await this.waitAt(target, MAX_WAIT_IN_TASK_MS);
    if (!admitted || !isDoubtful(target)) return admitted;
    // It has turned slow meanwhile.
    admitted.leave(undefined);
    return undefined;
  }

  private waitAt(target: AttemptTarget, maxMs: number): Promise<Admitted | undefined> {
    return waitForTurn(target, { isDoubtful: isDoubtful(target), counts: this.counts, maxMs });
  }

  private targetOf({ environmentId, url }: Pick<AdmissionRequest, 'environmentId' | 'url'>): AttemptTarget {
    const { origin, pathname } = new URL(url);
    const key = `${environmentId} ${origin}`;
    return {
      destination: this.destinations.use(key + pathname, () => new KnownDestination()),
      origin: this.origins.use(key, () => new KnownOrigin<Waiter<Admitted>>(environmentId)),
    };
  }

  private shortageAt(target: AttemptTarget): Shortage | undefined {
    const { destination, origin } = target;
    const ofEnvironment = this.counts.of(origin.environmentId);
    const use = {
      destination: destination.underWay,
      origin: origin.underWay,
      doubtfulOfOrigin: origin.doubtfulUnderWay,
      newcomersOfOrigin: origin.recentNewcomers,
      environment: ofEnvironment.slots,
      doubtfulOfEnvironment: ofEnvironment.doubtful,
      doubtful: this.counts.doubtful,
    };
    return findShortage(use, capacityAt(target), this.slots);
  }

  private enter(target: AttemptTarget): Admitted {
    const { leave } = useSlot(target, {
      isDoubtful: isDoubtful(target),
      counts: this.counts,
      onChange: () =>
        letIn(target.origin, this.counts, (waiting) =>
          this.shortageAt(waiting) ? undefined : this.enter(waiting),
        ),
    });
    return { kind: 'admitted', leave };
  }

  private mayWaitAt(target: AttemptTarget, shortage: Shortage): boolean {
    const { doubtfulWaiting } = this.counts.of(target.origin.environmentId);
    const waiting = { destination: target.destination.waiting, doubtfulOfEnvironment: doubtfulWaiting };
    return mayWait(shortage, waiting, capacityAt(target), this.slots);
  }

  private refuse(
    target: AttemptTarget,
    shortage: Shortage,
    { environmentId, url, refusals }: AdmissionRequest,
  ): Refused {
    const capacity = capacityAt(target);
    const busy = { host: new URL(url).host, label: destinationLabel(url), limit: capacity.limit };
    const retryAfterMs = this.delays.next({
      environmentId,
      line: target.destination.putOffs,
      turnsPerSecond: turnsPerSecond(shortage, capacity),
      refusals,
    });
    return {
      kind: 'refused',
      reason: explainShortage(shortage, busy),
      waitingFor: awaitedPlace(shortage),
      retryAfterMs,
    };
  }
}

function capacityAt({ destination, origin }: AttemptTarget): DestinationCapacity {
  return destination.isNew ? newcomerCapacity(origin.newcomers) : destination.capacity;
}

function isDoubtful(target: AttemptTarget): boolean {
  return capacityAt(target).pace !== 'quick';
}
