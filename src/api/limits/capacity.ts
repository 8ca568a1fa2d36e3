import { type RateLimit, RateLimitedError, UnavailableError } from '../../domain/errors';
import { showValue } from '../route/parse';

/** Places. Each holder may have a limited number of them at once, and nobody waits for one. */
class Slots {
  private readonly taken = new Map<string, number>();

  constructor(private readonly perHolder: number) {}

  /** @returns how to give it back, which counts once; `undefined` when the holder has all that it may have. */
  take(holder: string): (() => void) | undefined {
    const before = this.taken.get(holder) ?? 0;
    if (before >= this.perHolder) return undefined;
    this.taken.set(holder, before + 1);
    let isHeld = true;
    return () => {
      if (isHeld) this.giveBack(holder);
      isHeld = false;
    };
  }

  private giveBack(holder: string): void {
    const left = (this.taken.get(holder) ?? 0) - 1;
    if (left > 0) this.taken.set(holder, left);
    else this.taken.delete(holder);
  }
}

/** The part of the service's capacity that one request holds. */
export class RequestShare {
  private leaves: (() => void)[] = [];

  /** @param leave gives back what was taken. */
  hold(leave: () => void): void {
    this.leaves.push(leave);
  }

  leave(): void {
    for (const leave of this.leaves.splice(0)) leave();
  }
}

/** No single key can shut the others out, however slowly it sends its bodies. */
const SHARE_OF_ONE_KEY = 0.5;
const RETRY_AFTER_SECONDS = 1;
const EVERYBODY = '';

/** How many requests may be in progress at once. The next one is refused at once rather than queued without limit. */
export class Capacity {
  private readonly all: Slots;
  private readonly ofKey: Slots;
  private readonly share: number;

  /** @param what names them in a refusal. */
  constructor(
    private readonly total: number,
    private readonly what: string,
  ) {
    this.share = Math.ceil(total * SHARE_OF_ONE_KEY);
    this.all = new Slots(total);
    this.ofKey = new Slots(this.share);
  }

  /** @throws UnavailableError when all places are taken. */
  enter(): () => void {
    const leave = this.all.take(EVERYBODY);
    if (leave) return leave;
    throw new UnavailableError(`${this.total} ${this.what} already: try again`, {
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  }

  /** @throws RateLimitedError when the key has its share of the places. */
  claim(key: string, limit: RateLimit): () => void {
    const leave = this.ofKey.take(key);
    if (leave) return leave;
    const message = `${this.what}: ${this.share} of the key ${showValue(key)} already, expected no more: try again in ${RETRY_AFTER_SECONDS} s`;
    throw new RateLimitedError(limit, message, RETRY_AFTER_SECONDS);
  }
}

interface Waiting {
  readonly apiKey: string;
  /** Named in the refusal when the key has its share of the places. */
  readonly limit: RateLimit;
}

/** A request that only waits takes no place from those that are worked on. */
export function waitAside(share: RequestShare, places: Capacity, { apiKey, limit }: Waiting): void {
  share.leave();
  share.hold(places.enter());
  share.hold(places.claim(apiKey, limit));
}
