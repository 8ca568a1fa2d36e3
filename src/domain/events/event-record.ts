import type { DeliveryStatus, Delivery, NewDelivery } from '../deliveries/delivery';
import type { PageQuery } from '../list-parts';
import type { Event } from './event';

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

/** An event with what became of it. */
export interface EventRecord {
  readonly event: Event;
  /** ISO text, UTC: when its workflow was started; `undefined` before. */
  readonly startedAt: string | undefined;
  /** ISO text, UTC; `undefined` until its destinations were resolved. */
  readonly resolvedAt: string | undefined;
  readonly verdicts: readonly Verdict[];
}

/** An event as lists have it, without its payload. */
export interface EventSummary extends Pick<
  Event,
  'eventId' | 'eventType' | 'triggeredAt' | 'triggeredBy' | 'receivedAt'
> {
  readonly resolvedAt: string | undefined;
  /** Whether it is a test of one trigger. */
  readonly isTest: boolean;
  /** The result of `eventSubject`; `undefined` for events from before subjects were kept. */
  readonly subject: string | undefined;
  /** How many deliveries it has, by their status. */
  readonly deliveries: Readonly<Record<DeliveryStatus, number>>;
}

/**
 * What became of an event: `undelivered` when a delivery of it has failed or was cancelled, `waiting` when one is pending,
 * `told_nobody` when it was resolved and has none.
 */
export const EVENT_OUTCOMES = ['undelivered', 'waiting', 'told_nobody'] as const;
export type EventOutcome = (typeof EVENT_OUTCOMES)[number];

export interface EventQuery extends PageQuery {
  readonly eventType?: string | undefined;
  /** Exactly. */
  readonly subject?: string | undefined;
  readonly outcome?: EventOutcome | undefined;
  /** Those with a delivery to exactly this URL. */
  readonly destination?: string | undefined;
}

/** An event as far as starting its workflow needs to know. */
export interface UnstartedEvent {
  readonly environmentId: string;
  readonly cloudName: string;
  readonly eventId: string;
  readonly eventType: string;
  /** Whether it is a test of one trigger, so its delivery has one attempt. Absent: it is not. */
  readonly isTest?: boolean;
}

/** Accepted events of one product environment without resolved destinations. */
export interface UndispatchedEvents {
  readonly count: number;
  /** Whether there may be more: counting ended with the oldest ones of all product environments. */
  readonly isAtLeast: boolean;
  /** ISO text, UTC; `undefined` when none was counted. */
  readonly oldestReceivedAt: string | undefined;
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
