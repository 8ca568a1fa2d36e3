import { POLL_ERROR_CODES } from '../poll/channel';
import type { Event } from '../events/event';
import type { AuthScheme, PayloadTemplate, SuccessStatuses } from '../triggers/trigger';
import type { PageQuery } from '../list-parts';
import { ATTEMPT_ERROR_CODES, type Attempt, type StateAfterAttempt } from './attempt';

/** `pending`: in progress or waiting between attempts. The other three are final until somebody retries. */
export const DELIVERY_STATUSES = ['pending', 'delivered', 'failed', 'cancelled'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

export const BODY_KINDS = ['default', 'template'] as const;
type BodyKind = (typeof BODY_KINDS)[number];

/** Why a delivery has not succeeded so far: its last attempt's code, or how it ended in its channel. */
export const DELIVERY_ERROR_CODES = [...ATTEMPT_ERROR_CODES, ...POLL_ERROR_CODES] as const;
export type DeliveryErrorCode = (typeof DELIVERY_ERROR_CODES)[number];

/** One notification and the effort to get it accepted by one destination. */
export interface Delivery {
  /** Derived from the event and its first destination; also the `Webhook-Id` header and part of the workflow's id. */
  readonly id: string;
  readonly environmentId: string;
  readonly eventId: string;
  readonly eventType: string;
  /** Only where one was read for an attempt. */
  readonly event?: Pick<Event, 'receivedAt' | 'requestId'> | undefined;
  readonly uri: string;
  readonly authScheme: AuthScheme;
  readonly successStatuses: SuccessStatuses;
  /** The triggers that this delivery serves; empty for an explicit `notification_url`. */
  readonly triggerIds: readonly string[];
  /** API key that signs, named in the default body; `undefined` when no key was enabled. */
  readonly signatureKey: string | undefined;
  /** The exact text that is signed and sent. */
  readonly body: string;
  /** Whether the body is the default one, which names the signing key, or a trigger's template rendered. */
  readonly bodyKind: BodyKind;
  /** The template that the trigger had, at resolution or when it was readdressed; `undefined` for the default body. */
  readonly payloadTemplate: PayloadTemplate | undefined;
  /** Why the default body is sent in place of the trigger's template. */
  readonly templateFallback: string | undefined;
  readonly status: DeliveryStatus;
  /** Number of attempts recorded so far. */
  readonly attemptCount: number;
  /** Number of the first attempt of the present retry schedule: 1, until the delivery is retried after its end. */
  readonly firstAttemptNumber: number;
  /** ISO text, UTC; only while waiting between attempts. */
  readonly nextAttemptAt: string | undefined;
  /** The limit that the next attempt waits for, since it was deferred; `undefined` once it has begun. */
  readonly waitingFor: string | undefined;
  /** ISO text, UTC: when that attempt was deferred for the first time. */
  readonly waitingSince: string | undefined;
  /** The last attempt's error code, `undefined` before the first failure and after success. */
  readonly lastErrorCode: DeliveryErrorCode | undefined;
  /** The receiver's answer to the last attempt. Present only in lists. */
  readonly lastHttpStatus?: number | undefined;
  /** Anything else a reader must know, for example that the signing key was replaced. */
  readonly note: string | undefined;
  /** The latest bulk action that did something to it. */
  readonly bulkActionId: string | undefined;
  /** Whether it is a test of its trigger: each of its runs has one attempt. Source: docs/decisions.md D73. */
  readonly isTest: boolean;
  /** Whether a workflow of its own was started; if not, its event's workflow makes or made its first attempt. */
  readonly hasOwnWorkflow: boolean;
  /** ISO text, UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

/**
 * Whether the next attempt is in progress, or about to be: a pending delivery that waits for nothing.
 *
 * @param at ISO text, UTC, to the millisecond.
 */
export function isAttemptDue({ status, nextAttemptAt }: Delivery, at: string): boolean {
  return status === 'pending' && (nextAttemptAt === undefined || nextAttemptAt <= at);
}

/** A delivery as the resolution of an event makes it. */
export type NewDelivery = Pick<
  Delivery,
  | 'id'
  | 'uri'
  | 'authScheme'
  | 'successStatuses'
  | 'triggerIds'
  | 'signatureKey'
  | 'body'
  | 'bodyKind'
  | 'payloadTemplate'
  | 'templateFallback'
  | 'isTest'
  | 'hasOwnWorkflow'
>;

/** A delivery that is stored as pending, as far as a run of it needs to know. */
export interface PendingDelivery {
  readonly id: string;
  readonly environmentId: string;
  readonly cloudName: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly uri: string;
  readonly status: 'pending';
  readonly attemptCount: number;
  readonly firstAttemptNumber: number;
  /** ISO text, UTC. */
  readonly createdAt: string;
  readonly isTest: boolean;
}

/** Where a pending delivery stands: an attempt is under way or about to be, or it waits for the time of the next one. */
export const DELIVERY_PHASES = ['sending', 'waiting'] as const;
type DeliveryPhase = (typeof DELIVERY_PHASES)[number];
/** Where any delivery stands: a pending one by its phase. A delivery in a channel also waits, but for a client. */
export type DeliveryStanding = DeliveryPhase | 'in_channel' | Exclude<DeliveryStatus, 'pending'>;

/** A filter for deliveries. */
export interface DeliveryFilter {
  readonly status?: DeliveryStatus | undefined;
  readonly eventId?: string | undefined;
  readonly eventType?: string | undefined;
  /** Exact URL. */
  readonly destination?: string | undefined;
  /** As `destinationHost` gives it. */
  readonly destinationHost?: string | undefined;
  /** The last attempt's. */
  readonly errorCode?: DeliveryErrorCode | undefined;
  /** The last attempt's. */
  readonly httpStatus?: number | undefined;
  readonly triggerId?: string | undefined;
  readonly phase?: DeliveryPhase | undefined;
  /** The latest one that did something to it. */
  readonly bulkActionId?: string | undefined;
  /** Tests alone, or everything else. */
  readonly isTest?: boolean | undefined;
  readonly ids?: readonly string[] | undefined;
  /** Only those that stand at one of these. */
  readonly standings?: readonly DeliveryStanding[] | undefined;
  /** Only those that were made by this time, and, if they have ended, had ended by it: ISO text, UTC. */
  readonly asOf?: string | undefined;
}

export interface DeliveryQuery extends DeliveryFilter, PageQuery {}

/** How many deliveries a filter finds, by what people look for first. */
export interface DeliveryCounts {
  readonly total: number;
  /** Whether there are more: counting ended with the newest ones. */
  readonly isAtLeast: boolean;
  readonly byStatus: Readonly<Record<DeliveryStatus, number>>;
  readonly byPhase: Readonly<Record<DeliveryPhase, number>>;
  /** The most frequent first. */
  readonly byErrorCode: readonly { readonly errorCode: DeliveryErrorCode; readonly count: number }[];
  /** At most 20 hosts, the most frequent first. */
  readonly byHost: readonly { readonly host: string; readonly count: number }[];
  /** When the oldest and the newest of those that were counted were made: ISO text, UTC. */
  readonly oldest: string | undefined;
  readonly newest: string | undefined;
}

/** A delivery, with what observers of its attempts need to know. */
export type AttemptedDelivery = Pick<Delivery, 'id' | 'uri' | 'eventId' | 'eventType' | 'event'>;

/** An attempt that was made and is now stored. */
export interface RecordedAttempt {
  readonly delivery: AttemptedDelivery;
  readonly attempt: Attempt;
  readonly after: StateAfterAttempt;
  /** When the worker took it up, before it asked for a place and signed: ISO text, UTC. */
  readonly begunAt: string;
}

/**
 * A notification in a channel, claimed by a client. Source: docs/decisions.md D62.
 */
export interface ClaimedMessage {
  readonly delivery: Delivery;
  readonly batchId: string | undefined;
  /** Names the claim, with all that was claimed together. */
  readonly claim: string;
  /** How often it was claimed since it came into its channel, this time included. */
  readonly claims: number;
  /** ISO text, UTC: when it came into its channel. */
  readonly queuedAt: string;
}
