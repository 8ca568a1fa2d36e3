import type { Knex } from 'knex';
import type { EventQuery, EventSummary, Event } from '../../domain/events/event';
import type { EventRow } from './event-row';
import { narrowToPage } from '../database/narrow-to-page';

const COLUMNS = [
  'event_id',
  'event_type',
  'triggered_at',
  'triggered_by',
  'received_at',
  'resolved_at',
] as const;

/** An environment's events without their payloads, ordered by (receivedAt, eventId). */
export async function listEvents(
  db: Knex,
  environmentId: string,
  query: EventQuery,
): Promise<readonly EventSummary[]> {
  const page = db<EventRow>('events').where({ environment_id: environmentId });
  if (query.eventType !== undefined) void page.where({ event_type: query.eventType });
  narrowToPage(page, { time: 'received_at', id: 'event_id' }, query);
  const rows: readonly Pick<EventRow, (typeof COLUMNS)[number]>[] = await page.select(...COLUMNS);
  return rows.map((row) => ({
    eventId: row.event_id,
    eventType: row.event_type,
    triggeredAt: row.triggered_at,
    triggeredBy: JSON.parse(row.triggered_by) as Event['triggeredBy'],
    receivedAt: row.received_at,
    resolvedAt: row.resolved_at ?? undefined,
  }));
}
