import type { Event } from '../../domain/events/event';
import type { UnstartedEvent } from '../../domain/events/event-record';
import { eventSubject } from '../../domain/events/event';

export interface EventRow {
  environment_id: string;
  event_id: string;
  event_type: string;
  payload: string;
  request: string;
  /** 0 or 1 on SQLite. */
  triggers_see_it: boolean | number;
  triggered_at: string;
  triggered_by: string;
  request_id: string;
  received_at: string;
  content_hash: string;
  started_at: string | null;
  resolved_at: string | null;
  verdicts: string | null;
  /** NULL in rows of before the column, too. */
  subject: string | null;
  /** Null for an event that happened. */
  test_trigger_id: string | null;
}

/** @param contentHash equal for two requests that mean the same. */
export function eventToRow(event: Event, contentHash: string): EventRow {
  return {
    environment_id: event.environmentId,
    event_id: event.eventId,
    event_type: event.eventType,
    payload: JSON.stringify(event.payload),
    request: JSON.stringify(event.request),
    triggers_see_it: event.triggersSeeIt,
    triggered_at: event.triggeredAt,
    triggered_by: JSON.stringify(event.triggeredBy),
    request_id: event.requestId,
    received_at: event.receivedAt,
    content_hash: contentHash,
    started_at: null,
    resolved_at: null,
    verdicts: null,
    subject: eventSubject(event.payload) ?? null,
    test_trigger_id: event.testTriggerId ?? null,
  };
}

export function eventFromRow(row: EventRow): Event {
  return {
    environmentId: row.environment_id,
    eventId: row.event_id,
    eventType: row.event_type,
    payload: JSON.parse(row.payload) as Event['payload'],
    request: JSON.parse(row.request) as Event['request'],
    triggersSeeIt: Boolean(row.triggers_see_it),
    ...(row.test_trigger_id !== null && { testTriggerId: row.test_trigger_id }),
    triggeredAt: row.triggered_at,
    triggeredBy: JSON.parse(row.triggered_by) as Event['triggeredBy'],
    requestId: row.request_id,
    receivedAt: row.received_at,
  };
}

/** What starting an event's workflow needs to know, from `events` joined with `product_environments`. */
export interface UnstartedEventRow extends Omit<UnstartedEvent, 'isTest'> {
  readonly testTriggerId: string | null;
}

export const UNSTARTED_EVENT_COLUMNS = {
  environmentId: 'events.environment_id',
  cloudName: 'product_environments.cloud_name',
  eventId: 'events.event_id',
  eventType: 'events.event_type',
  testTriggerId: 'events.test_trigger_id',
} as const satisfies Readonly<Record<keyof UnstartedEventRow, string>>;

export function unstartedEventFromRow({
  environmentId,
  cloudName,
  eventId,
  eventType,
  testTriggerId,
}: UnstartedEventRow): UnstartedEvent {
  return { environmentId, cloudName, eventId, eventType, ...(testTriggerId !== null && { isTest: true }) };
}
