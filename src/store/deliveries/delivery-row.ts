import type { Knex } from 'knex';
import type {
  Delivery,
  DeliveryFilter,
  NewDelivery,
  DeliveryStanding,
} from '../../domain/deliveries/delivery';
import { destinationHost } from '../../domain/destinations/destination-url';
import { isPollUrl, pollWait } from '../../domain/poll/channel';
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

const LAST_ATTEMPT =
  'from attempts where attempts.delivery_id = deliveries.id and attempts.attempt_number = deliveries.attempt_count';

/** A column: what the receiver answered to the last attempt, null when it gave no answer. */
export const LAST_HTTP_STATUS = `(select attempts.http_status ${LAST_ATTEMPT}) as last_http_status`;

export const LAST_HTTP_STATUS_IS = `exists (select 1 ${LAST_ATTEMPT} and attempts.http_status = ?)`;

/** Conditions on rows of `deliveries`: those that go to a channel, and all others. */
export const TO_CHANNEL = "deliveries.uri like 'poll:%'";
export const NOT_TO_CHANNEL = `not ${TO_CHANNEL}`;

/** A condition on pending deliveries: those of the phase `waiting`. What is in a channel waits there. */
export const WAITS = `(next_attempt_at is not null or ${TO_CHANNEL})`;

/** Conditions on rows of `deliveries` by where a pending one stands. Together `waiting` and `in_channel` are `WAITS`. */
const PENDING_STANDINGS = {
  sending: `(status = 'pending' and next_attempt_at is null and ${NOT_TO_CHANNEL})`,
  waiting: `(status = 'pending' and next_attempt_at is not null and ${NOT_TO_CHANNEL})`,
  in_channel: `(status = 'pending' and ${TO_CHANNEL})`,
} as const;

/** Narrows a query of `deliveries` to those that are meant. */
export function narrowDeliveries(builder: Knex.QueryBuilder, filter: DeliveryFilter): void {
  const exact = {
    status: filter.status,
    event_id: filter.eventId,
    event_type: filter.eventType,
    uri: filter.destination,
    destination_host: filter.destinationHost,
    last_error_code: filter.errorCode,
    bulk_action_id: filter.bulkActionId,
  };
  for (const [column, value] of Object.entries(exact)) {
    if (value !== undefined) void builder.where(column, value);
  }
  if (filter.httpStatus !== undefined) {
    void builder.whereRaw(LAST_HTTP_STATUS_IS, [filter.httpStatus]);
  }
  // Of both databases, and unlike SQLite's `like` it tells small letters from great ones.
  if (filter.triggerId !== undefined) {
    void builder.whereRaw(`replace(trigger_ids, ?, '') <> trigger_ids`, [JSON.stringify(filter.triggerId)]);
  }
  if (filter.phase !== undefined) {
    void builder.where('status', 'pending');
    void builder.whereRaw(filter.phase === 'waiting' ? WAITS : `not ${WAITS}`);
  }
  if (filter.isTest !== undefined) void builder.whereRaw(filter.isTest ? 'is_test' : 'not is_test');
  if (filter.ids !== undefined) void builder.whereIn('id', filter.ids);
  if (filter.standings !== undefined) narrowToStandings(builder, filter.standings);
  if (filter.asOf !== undefined) narrowToTime(builder, filter.asOf);
}

export function narrowToStandings(builder: Knex.QueryBuilder, standings: readonly DeliveryStanding[]): void {
  const ended: DeliveryStanding[] = [];
  void builder.where((any) => {
    for (const standing of standings) {
      if (isPending(standing)) void any.orWhereRaw(PENDING_STANDINGS[standing]);
      else ended.push(standing);
    }
    void any.orWhereIn('status', ended);
  });
}

function isPending(standing: DeliveryStanding): standing is keyof typeof PENDING_STANDINGS {
  return Object.hasOwn(PENDING_STANDINGS, standing);
}

/** A delivery that has ended was touched last by its end. */
export function narrowToTime(builder: Knex.QueryBuilder, asOf: string): void {
  void builder
    .where('created_at', '<=', asOf)
    .where((any) => any.where('status', 'pending').orWhere('updated_at', '<=', asOf));
}
