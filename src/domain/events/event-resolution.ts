import type { NewDelivery } from '../deliveries/delivery';
import type { Verdict } from './verdict';

/** Who is told of an event, and why. */
export interface EventResolution {
  readonly environmentId: string;
  readonly eventId: string;
  readonly eventType: string;
  /** ISO text, UTC. */
  readonly resolvedAt: string;
  readonly verdicts: readonly Verdict[];
  readonly deliveries: readonly NewDelivery[];
}

/** A delivery that stands after it. */
export interface ResolvedDelivery {
  readonly id: string;
  readonly uri: string;
}
