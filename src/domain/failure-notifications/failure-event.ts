import type { Event } from '../events/event';
import type { ServiceEventType } from '../events/service-events';
import { toSecondsWithOffset } from '../iso-time';
import type { FinalError, HostTrouble } from './host-trouble';

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
