import type { DeliveryErrorCode } from '../deliveries/delivery';
import type { ServiceEventType, Event } from '../events/event';
import { toSecondsWithOffset } from '../iso-time';

/** Why a delivery failed in the end. */
interface FinalError {
  readonly code: DeliveryErrorCode;
  /** `undefined` when the receiver gave no answer. */
  readonly httpStatus: number | undefined;
  /** For the customer. */
  readonly message: string | undefined;
}

/** A host to which deliveries failed for good. Times are ISO text, UTC. */
export interface HostTrouble {
  /** As `destinationHost` gives it. */
  readonly host: string;
  /** When the run of the first of these deliveries began, or the trouble before had ended if that is later. */
  readonly failingSince: string;
  /** Deliveries that have failed for good since then. */
  readonly failedDeliveries: number;
  /** The error of the last of them; `undefined` when it ended without an attempt. */
  readonly lastError: FinalError | undefined;
  readonly lastFailedAt: string;
  readonly lastDeliveryId: string;
  /** When somebody was last notified that it fails. */
  readonly toldAt: string | undefined;
  /** Whether somebody was notified of this trouble, and will therefore be notified of its end. */
  readonly isTold: boolean;
  /** `undefined` while it fails. */
  readonly recoveredAt: string | undefined;
}

/** The URL that is notified when a host fails for good, and the known troubles of hosts. */
export interface FailureNotifications {
  /** `undefined`: nobody is notified. */
  readonly uri: string | undefined;
  /** Those that failed last come first. */
  readonly hosts: readonly HostTrouble[];
}

interface End {
  readonly deliveryId: string;
  /** ISO text, UTC. */
  readonly at: string;
}

/** A delivery that failed for good. */
export interface FinalFailure extends End {
  readonly kind: 'failed';
  /** When the first attempt of its run began: ISO text, UTC. */
  readonly runBeganAt: string;
  readonly error: FinalError | undefined;
}

/** How a delivery to a host ended, as far as it says how the host is. */
export type HostSign = FinalFailure | (End & { readonly kind: 'accepted' });

/** The state of a host's trouble after a sign. */
interface TroubleStep {
  readonly trouble: HostTrouble;
  /** The notice to send. */
  readonly tells: ServiceEventType | undefined;
}

/** At least so much lies between two notifications that the same host fails. Source: docs/decisions.md D75. */
export const TELL_AGAIN_MS = 60 * 60 * 1000;

/** The trouble that a first failure begins, before it is counted. */
export function beginTrouble(
  host: string,
  { at, deliveryId, runBeganAt, error }: FinalFailure,
  before?: HostTrouble,
): HostTrouble {
  const wellSince = before?.recoveredAt ?? '';
  return {
    host,
    failingSince: runBeganAt > wellSince ? runBeganAt : wellSince,
    failedDeliveries: 0,
    lastError: error,
    lastFailedAt: at,
    lastDeliveryId: deliveryId,
    toldAt: before?.toldAt,
    isTold: false,
    recoveredAt: undefined,
  };
}

/** Takes in how a delivery ended: a failure counts, and the first acceptance after one ends the trouble. */
export function takeSign(before: HostTrouble, sign: HostSign): TroubleStep {
  return sign.kind === 'failed' ? takeFailure(before, sign) : takeAcceptance(before, sign.at);
}

function takeFailure(before: HostTrouble, failure: FinalFailure): TroubleStep {
  const open = before.recoveredAt === undefined ? before : beginTrouble(before.host, failure, before);
  const counted = {
    ...open,
    failedDeliveries: open.failedDeliveries + 1,
    lastError: failure.error,
    lastFailedAt: failure.at,
    lastDeliveryId: failure.deliveryId,
  };
  return mayTellAgain(counted, failure.at)
    ? tellOf(counted, failure.at)
    : { trouble: counted, tells: undefined };
}

function takeAcceptance(before: HostTrouble, at: string): TroubleStep {
  if (before.recoveredAt !== undefined) return { trouble: before, tells: undefined };
  const tells = before.isTold ? 'destination_recovered' : undefined;
  return { trouble: { ...before, recoveredAt: at }, tells };
}

/**
 * Takes into account that time has passed: a trouble that could not be notified yet is notified an hour after the
 * previous notification.
 */
export function takeTime(before: HostTrouble, at: string): TroubleStep {
  const isDue = before.recoveredAt === undefined && !before.isTold && mayTellAgain(before, at);
  return isDue ? tellOf(before, at) : { trouble: before, tells: undefined };
}

function tellOf(trouble: HostTrouble, at: string): TroubleStep {
  return { trouble: { ...trouble, toldAt: at, isTold: true }, tells: 'destination_failing' };
}

function mayTellAgain({ toldAt }: HostTrouble, at: string): boolean {
  return toldAt === undefined || Date.parse(at) - Date.parse(toldAt) >= TELL_AGAIN_MS;
}

/** The notice that a host fails or is well again. */
export interface FailureNews {
  readonly type: ServiceEventType;
  readonly trouble: HostTrouble;
  /** ISO text, UTC. */
  readonly at: string;
  readonly environmentId: string;
  /** The URL that is notified. */
  readonly uri: string;
  /** The address of the API, without a slash at its end; `undefined` when nobody has set it. */
  readonly publicUrl: string | undefined;
  /** 32 hex digits. */
  readonly requestId: string;
}

/** Who causes these events, in `notification_context`. */
const TRIGGERED_BY = { source: 'service', id: 'failure_notifications' };

/**
 * Makes the event that notifies a product environment about a host. Its id has a dot, which no producer's id has
 * (docs/decisions.md D27).
 */
export function failureEvent(news: FailureNews): Event {
  const { type, at, environmentId, uri, requestId } = news;
  return {
    environmentId,
    eventId: `${requestId}.${type}`,
    eventType: type,
    payload: payloadOf(news),
    request: { notification_url: uri },
    triggersSeeIt: false,
    triggeredAt: at,
    triggeredBy: TRIGGERED_BY,
    requestId,
    receivedAt: at,
  };
}

function payloadOf({ type, trouble, at, publicUrl }: FailureNews): Event['payload'] {
  const { host, failingSince, failedDeliveries, lastError, lastDeliveryId, recoveredAt } = trouble;
  return {
    notification_type: type,
    timestamp: toSecondsWithOffset(at),
    destination_host: host,
    failing_since: failingSince,
    ...(type === 'destination_recovered' && { recovered_at: recoveredAt }),
    failed_deliveries: failedDeliveries,
    last_error: lastErrorFacts(lastError),
    last_failed_delivery_id: lastDeliveryId,
    deliveries_url: publicUrl === undefined ? null : `${publicUrl}${deliveriesPath(host)}`,
  };
}

/** The last error of a host, as customers see it. */
export function lastErrorFacts(error: FinalError | undefined) {
  if (!error) return null;
  const { code, httpStatus, message } = error;
  return { code, http_status: httpStatus ?? null, message: message ?? null };
}

/** The Console's page of a host's failed deliveries. */
function deliveriesPath(host: string): string {
  return `/console/deliveries?destination_host=${encodeURIComponent(host)}&status=failed`;
}
