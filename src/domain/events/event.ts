import type { DeliveryStatus } from '../deliveries/delivery';
import type { PageQuery } from '../list-parts';
import type { Verdict } from './event-resolution';

/** The parameters of the call that caused the event, as far as they decide who is notified. */
export interface EventRequest {
  readonly notification_url?: string | undefined;
  readonly eager_notification_url?: string | undefined;
  readonly eager_async?: boolean | undefined;
  readonly upload_preset?:
    | {
        readonly notification_url?: string | undefined;
        readonly eager_notification_url?: string | undefined;
        readonly eager_async?: boolean | undefined;
      }
    | undefined;
}

/** Who caused the event: an API key, or a user of the Console. */
export interface TriggeredBy {
  readonly source: string;
  readonly id: string;
}

/** Something that happened to an asset. Immutable once accepted; unique by environment and `eventId`. */
export interface Event {
  readonly environmentId: string;
  /** The producer's idempotency key, or one that we made. */
  readonly eventId: string;
  readonly eventType: string;
  /** The result of the action as the producer posted it, in the producer's key order. */
  readonly payload: Readonly<Record<string, unknown>>;
  readonly request: EventRequest;
  /** `false`: only the request's explicit URL is notified. Source: docs/decisions.md D30. */
  readonly triggersSeeIt: boolean;
  /**
   * The one trigger that is notified, whatever its filter says. Absent unless the event is a test of it. Source:
   * docs/decisions.md D73.
   */
  readonly testTriggerId?: string | undefined;
  /** ISO text, UTC, as the producer gave it, or the time of receipt. */
  readonly triggeredAt: string;
  readonly triggeredBy: TriggeredBy;
  /** 32 hex digits; fills `request_id` for the types that carry it, when the payload lacks it. */
  readonly requestId: string;
  /** ISO text, UTC. */
  readonly receivedAt: string;
}

/** An event with the hex SHA-256 by which a second request for it is recognised. */
export interface HashedEvent {
  readonly event: Event;
  /** Equal for two requests that mean the same. Source: docs/decisions.md D27. */
  readonly contentHash: string;
  /** The substitute in events that were stored before meanings were compared. */
  readonly formerHash: string;
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
