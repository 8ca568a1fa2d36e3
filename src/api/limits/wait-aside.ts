import type { RateLimit } from '../../domain/errors';
import type { Capacity, RequestShare } from './capacity';

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
