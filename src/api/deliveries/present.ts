import type { Attempt } from '../../domain/deliveries/attempt';
import type { Delivery } from '../../domain/deliveries/delivery';
import type { DeliveryControl } from './ports';

type Pages = Pick<DeliveryControl, 'deliveryPage'>;

/** A delivery as lists show it: where it stands and where to read more. */
export function presentDelivery(delivery: Delivery, cloudName: string, pages: Pages) {
  return {
    id: delivery.id,
    event_id: delivery.eventId,
    event_type: delivery.eventType,
    uri: delivery.uri,
    auth_scheme: delivery.authScheme,
    success_statuses: delivery.successStatuses,
    trigger_ids: delivery.triggerIds,
    status: delivery.status,
    attempt_count: delivery.attemptCount,
    next_attempt_at: delivery.nextAttemptAt ?? null,
    ...presentWait(delivery),
    last_error_code: delivery.lastErrorCode ?? null,
    created_at: delivery.createdAt,
    updated_at: delivery.updatedAt,
    url: `/v1_1/${encodeURIComponent(cloudName)}/deliveries/${encodeURIComponent(delivery.id)}`,
    temporal_url: pages.deliveryPage(cloudName, delivery.id),
  };
}

function presentWait({ status, waitingFor, waitingSince }: Delivery) {
  const waits = status === 'pending';
  return { waiting_for: (waits && waitingFor) || null, waiting_since: (waits && waitingSince) || null };
}

/** A delivery with the text that is sent and every attempt to send it. */
export function presentDeliveryInFull(delivery: Delivery, attempts: readonly Attempt[]) {
  return {
    signature_key: delivery.signatureKey ?? null,
    body: delivery.body,
    body_kind: delivery.bodyKind,
    template_fallback: delivery.templateFallback ?? null,
    note: delivery.note ?? null,
    attempts: attempts.map(presentAttempt),
  };
}

function presentAttempt({ attemptNumber, startedAt, requestHeaders, outcome }: Attempt) {
  const answer = outcome.kind === 'unreachable' ? undefined : outcome;
  const failure = outcome.kind === 'delivered' ? undefined : outcome;
  return {
    attempt_number: attemptNumber,
    started_at: startedAt,
    duration_ms: outcome.durationMs,
    resent: outcome.resent ?? false,
    request_headers: requestHeaders,
    outcome: outcome.kind,
    http_status: answer?.httpStatus ?? null,
    error_code: failure?.errorCode ?? null,
    error_message: failure?.errorMessage ?? null,
    response_excerpt: answer?.responseExcerpt ?? null,
  };
}
