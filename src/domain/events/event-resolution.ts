import type { Delivery, NewDelivery } from '../deliveries/delivery';
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

/** A delivery of an event that was resolved before. */
export type StandingDelivery = Pick<Delivery, 'id' | 'uri' | 'status'>;
