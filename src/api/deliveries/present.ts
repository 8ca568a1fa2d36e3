import type { Attempt, AttemptTimings } from '../../domain/deliveries/attempt';
import type { Delivery, DeliveryCounts } from '../../domain/deliveries/delivery';
import { retryDelaysOf, firstAttemptsOfRuns, plannedAttempts } from '../../domain/deliveries/retry-schedule';
import type { AuditEntry } from '../../domain/keys/audit-entry';
import { presentActor } from '../audit-log/routes';
import type { DeliveryControl } from './ports';
import { INTERVENTION_KINDS } from './schemas';

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
    test: delivery.isTest,
    status: delivery.status,
    attempt_count: delivery.attemptCount,
    next_attempt_at: delivery.nextAttemptAt ?? null,
    ...presentWait(delivery),
    bulk_action_id: delivery.bulkActionId ?? null,
    last_error_code: delivery.lastErrorCode ?? null,
    last_http_status: delivery.lastHttpStatus ?? null,
    created_at: delivery.createdAt,
    updated_at: delivery.updatedAt,
    url: `/v1_1/${encodeURIComponent(cloudName)}/deliveries/${encodeURIComponent(delivery.id)}`,
    temporal_url: pages.deliveryPage(cloudName, delivery),
  };
}

function presentWait({ status, waitingFor, waitingSince }: Delivery) {
  const waits = status === 'pending';
  return { waiting_for: (waits && waitingFor) || null, waiting_since: (waits && waitingSince) || null };
}

interface AroundDelivery {
  readonly attempts: readonly Attempt[];
  /** The audit log's entries about it, oldest first. */
  readonly interventions: readonly AuditEntry[];
  readonly retryDelaysSeconds: readonly number[];
  /** ISO text, UTC. */
  readonly now: string;
}

/** A delivery with the text that is sent and every attempt to send it. */
export function presentDeliveryInFull(
  delivery: Delivery,
  { attempts, interventions, now, ...around }: AroundDelivery,
) {
  const retryDelaysSeconds = retryDelaysOf(delivery, around.retryDelaysSeconds);
  const planned = plannedAttempts(delivery, { retryDelaysSeconds, now });
  return {
    signature_key: delivery.signatureKey ?? null,
    body: delivery.body,
    body_kind: delivery.bodyKind,
    template_fallback: delivery.templateFallback ?? null,
    note: delivery.note ?? null,
    retry_delays_seconds: [...retryDelaysSeconds],
    planned_attempts: planned.map(({ attemptNumber, at }) => ({ number: attemptNumber, at })),
    runs: firstAttemptsOfRuns(attempts, delivery).map((number) => ({ first_attempt_number: number })),
    interventions: interventions.flatMap(presentIntervention),
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
    response_headers: answer?.responseHeaders ?? null,
    timings_ms: outcome.timingsMs ? presentTimings(outcome.timingsMs) : null,
  };
}

function presentTimings({ lookup, connect, tls, firstByte }: AttemptTimings) {
  return {
    lookup: lookup ?? null,
    connect: connect ?? null,
    tls: tls ?? null,
    first_byte: firstByte ?? null,
  };
}

function presentIntervention({ action, at, by }: AuditEntry) {
  const kind = INTERVENTION_KINDS.find((each) => action === `delivery.${each}`);
  return kind ? [{ at, kind, by: presentActor(by) }] : [];
}

/** How many deliveries a filter finds. */
export function presentCounts(counts: DeliveryCounts) {
  return {
    total: counts.total,
    total_is: counts.isAtLeast ? ('at_least' as const) : ('exact' as const),
    by_status: counts.byStatus,
    by_phase: counts.byPhase,
    by_error_code: counts.byErrorCode.map(({ errorCode, count }) => ({ error_code: errorCode, count })),
    by_host: counts.byHost.map(({ host, count }) => ({ destination_host: host, count })),
    oldest: counts.oldest ?? null,
    newest: counts.newest ?? null,
  };
}
