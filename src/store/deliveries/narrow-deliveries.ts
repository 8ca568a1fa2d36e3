import type { Knex } from 'knex';
import type { DeliveryFilter } from '../../domain/deliveries/delivery';

const LAST_ATTEMPT =
  'from attempts where attempts.delivery_id = deliveries.id and attempts.attempt_number = deliveries.attempt_count';

/** A column: what the receiver answered to the last attempt, null when it gave no answer. */
export const LAST_HTTP_STATUS = `(select attempts.http_status ${LAST_ATTEMPT}) as last_http_status`;

const LAST_HTTP_STATUS_IS = `exists (select 1 ${LAST_ATTEMPT} and attempts.http_status = ?)`;

/** Narrows a query of `deliveries` to those that are meant. */
export function narrowDeliveries(builder: Knex.QueryBuilder, filter: DeliveryFilter): void {
  const exact = {
    status: filter.status,
    event_id: filter.eventId,
    event_type: filter.eventType,
    uri: filter.destination,
    destination_host: filter.destinationHost,
    last_error_code: filter.errorCode,
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
    // What is in a channel waits there.
    const waits = "(next_attempt_at is not null or uri like 'poll:%')";
    void builder.whereRaw(filter.phase === 'waiting' ? waits : `not ${waits}`);
  }
}
