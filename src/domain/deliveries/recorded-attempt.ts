import type { Attempt, StateAfterAttempt } from './attempt';
import type { Delivery } from './delivery';

/** A delivery, as far as those need to know it who are told of its attempts. */
export type AttemptedDelivery = Pick<Delivery, 'id' | 'uri' | 'eventId' | 'eventType' | 'event'>;

/** An attempt that was made and is now stored. */
export interface RecordedAttempt {
  readonly delivery: AttemptedDelivery;
  readonly attempt: Attempt;
  readonly after: StateAfterAttempt;
  /** When the worker took it up, before it asked for a place and signed: ISO text, UTC. */
  readonly begunAt: string;
}
