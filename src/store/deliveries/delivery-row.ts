import type { Delivery, NewDelivery } from '../../domain/deliveries/delivery';
import { destinationHost } from '../../domain/destinations/destination-url';
import { isPollUrl, pollWait } from '../../domain/poll/poll-url';
import type { PayloadTemplate } from '../../domain/triggers/trigger';

export interface DeliveryRow {
  id: string;
  environment_id: string;
  event_id: string;
  event_type: string;
  uri: string;
  /** Null for a channel, and in a row that a version before this column has written since. */
  destination_host: string | null;
  auth_scheme: Delivery['authScheme'];
  success_statuses: Delivery['successStatuses'];
  trigger_ids: string;
  signature_key: string | null;
  body: string;
  body_kind: Delivery['bodyKind'];
  payload_template: string | null;
  template_fallback: string | null;
  status: Delivery['status'];
  attempt_count: number;
  first_attempt_number: number;
  next_attempt_at: string | null;
  waiting_for: string | null;
  waiting_since: string | null;
  last_error_code: string | null;
  note: string | null;
  /** 0 or 1 on SQLite. */
  is_test: boolean | number;
  /** 0 or 1 on SQLite. */
  own_workflow: boolean | number;
  bulk_action_id: string | null;
  /** ISO text, UTC: when somebody last asked for another run after its end. */
  retry_asked_at: string | null;
  created_at: string;
  updated_at: string;
}

/** A delivery as the resolution of its event makes it: pending, without attempts. */
export function newDeliveryRow(
  event: {
    readonly environmentId: string;
    readonly eventId: string;
    readonly eventType: string;
    readonly resolvedAt: string;
  },
  delivery: NewDelivery,
): DeliveryRow {
  return {
    id: delivery.id,
    environment_id: event.environmentId,
    event_id: event.eventId,
    event_type: event.eventType,
    uri: delivery.uri,
    destination_host: hostOf(delivery.uri),
    auth_scheme: delivery.authScheme,
    success_statuses: delivery.successStatuses,
    trigger_ids: JSON.stringify(delivery.triggerIds),
    signature_key: delivery.signatureKey ?? null,
    body: delivery.body,
    body_kind: delivery.bodyKind,
    payload_template: templateToText(delivery.payloadTemplate),
    template_fallback: delivery.templateFallback ?? null,
    status: 'pending',
    attempt_count: 0,
    first_attempt_number: 1,
    next_attempt_at: null,
    waiting_for: isPollUrl(delivery.uri) ? pollWait(delivery.uri) : null,
    waiting_since: isPollUrl(delivery.uri) ? event.resolvedAt : null,
    last_error_code: null,
    note: null,
    is_test: delivery.isTest,
    own_workflow: delivery.hasOwnWorkflow,
    bulk_action_id: null,
    retry_asked_at: null,
    created_at: event.resolvedAt,
    updated_at: event.resolvedAt,
  };
}

/** A condition on `deliveries`: what somebody tries out is no sign of how a receiver does. */
export const NOT_A_TEST = 'not deliveries.is_test';

export function hostOf(uri: string): string | null {
  return isPollUrl(uri) ? null : destinationHost(uri);
}

export function templateToText(template: PayloadTemplate | undefined): string | null {
  return template ? JSON.stringify(template) : null;
}

export function deliveryFromRow(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    environmentId: row.environment_id,
    eventId: row.event_id,
    eventType: row.event_type,
    uri: row.uri,
    authScheme: row.auth_scheme,
    successStatuses: row.success_statuses,
    triggerIds: JSON.parse(row.trigger_ids) as string[],
    signatureKey: row.signature_key ?? undefined,
    body: row.body,
    bodyKind: row.body_kind,
    payloadTemplate:
      row.payload_template === null ? undefined : (JSON.parse(row.payload_template) as PayloadTemplate),
    templateFallback: row.template_fallback ?? undefined,
    status: row.status,
    attemptCount: row.attempt_count,
    firstAttemptNumber: row.first_attempt_number,
    nextAttemptAt: row.next_attempt_at ?? undefined,
    waitingFor: row.waiting_for ?? undefined,
    waitingSince: row.waiting_since ?? undefined,
    lastErrorCode: (row.last_error_code as Delivery['lastErrorCode'] | null) ?? undefined,
    note: row.note ?? undefined,
    isTest: Boolean(row.is_test),
    hasOwnWorkflow: Boolean(row.own_workflow),
    bulkActionId: row.bulk_action_id ?? undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
