import type { Delivery, NewDelivery } from '../deliveries/delivery';

/**
 * What became of one trigger for one event. Source: docs/decisions.md D29.
 * `merged`: another trigger would POST the same bytes to the same URL; its delivery serves both.
 */
export const VERDICTS = [
  'matched',
  'filtered_out',
  'filter_error',
  'suppressed_by_notification_url',
  'merged',
] as const;
export type VerdictKind = (typeof VERDICTS)[number];

export interface Verdict {
  readonly triggerId: string;
  readonly verdict: VerdictKind;
  /** For `filter_error`. */
  readonly reason?: string | undefined;
  /** For `matched` and `merged`. */
  readonly deliveryId?: string | undefined;
}

/** Which destinations an event has, and why. */
export interface EventResolution {
  readonly environmentId: string;
  readonly eventId: string;
  readonly eventType: string;
  /** ISO text, UTC. */
  readonly resolvedAt: string;
  /** The event's: with it a client may ask for notifications of `poll://*`. */
  readonly batchId?: string | undefined;
  readonly verdicts: readonly Verdict[];
  readonly deliveries: readonly NewDelivery[];
}

/** A delivery of an event that was resolved before. */
export type StandingDelivery = Pick<Delivery, 'id' | 'uri' | 'status'>;
