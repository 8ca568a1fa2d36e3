import type { Knex } from 'knex';
import type { DeliveryFilter, DeliveryStanding } from '../../domain/deliveries/delivery';
import { NOT_TO_CHANNEL, TO_CHANNEL } from '../poll/poll-message-row';

const LAST_ATTEMPT =
  'from attempts where attempts.delivery_id = deliveries.id and attempts.attempt_number = deliveries.attempt_count';

/** A column: what the receiver answered to the last attempt, null when it gave no answer. */
export const LAST_HTTP_STATUS = `(select attempts.http_status ${LAST_ATTEMPT}) as last_http_status`;

const LAST_HTTP_STATUS_IS = `exists (select 1 ${LAST_ATTEMPT} and attempts.http_status = ?)`;

/** A condition on pending deliveries: those of the phase `waiting`. What is in a channel waits there. */
export const WAITS = `(next_attempt_at is not null or ${TO_CHANNEL})`;

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

/** Conditions on rows of `deliveries` by where a pending one stands. Together `waiting` and `in_channel` are `WAITS`. */
const PENDING_STANDINGS = {
  sending: `(status = 'pending' and next_attempt_at is null and ${NOT_TO_CHANNEL})`,
  waiting: `(status = 'pending' and next_attempt_at is not null and ${NOT_TO_CHANNEL})`,
  in_channel: `(status = 'pending' and ${TO_CHANNEL})`,
} as const;

function narrowToStandings(builder: Knex.QueryBuilder, standings: readonly DeliveryStanding[]): void {
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
function narrowToTime(builder: Knex.QueryBuilder, asOf: string): void {
  void builder
    .where('created_at', '<=', asOf)
    .where((any) => any.where('status', 'pending').orWhere('updated_at', '<=', asOf));
}
