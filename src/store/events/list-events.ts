import type { Knex } from 'knex';
import { DELIVERY_STATUSES, type DeliveryStatus } from '../../domain/deliveries/delivery';
import type { Event } from '../../domain/events/event';
import type { EventOutcome, EventQuery, EventSummary } from '../../domain/events/event-record';
import { SERVICE_EVENT_TYPES } from '../../domain/events/event';
import { narrowToPage } from '../database/narrow-to-page';
import type { DeliveryRow } from '../deliveries/delivery-row';
import { eventFromRow, type EventRow } from './event-row';

const COLUMNS = [
  'event_id',
  'event_type',
  'triggered_at',
  'triggered_by',
  'received_at',
  'resolved_at',
  'subject',
  'test_trigger_id',
] as const;

/** An environment's events without their payloads, ordered by (receivedAt, eventId). */
export async function listEvents(
  db: Knex,
  environmentId: string,
  query: EventQuery,
): Promise<readonly EventSummary[]> {
  const page = db<EventRow>('events').where({ environment_id: environmentId });
  if (query.eventType !== undefined) void page.where({ event_type: query.eventType });
  if (query.subject !== undefined) void page.where({ subject: query.subject });
  if (query.outcome !== undefined) narrowToOutcome(db, page, query.outcome);
  if (query.destination !== undefined) {
    void page.whereExists(deliveriesOfEvent(db).where('deliveries.uri', query.destination));
  }
  narrowToPage(page, { time: 'received_at', id: 'event_id' }, query);
  const rows: readonly Pick<EventRow, (typeof COLUMNS)[number]>[] = await page.select(...COLUMNS);
  const counts = await countDeliveries(
    db,
    environmentId,
    rows.map(({ event_id }) => event_id),
  );
  return rows.map((row) => ({
    eventId: row.event_id,
    eventType: row.event_type,
    triggeredAt: row.triggered_at,
    triggeredBy: JSON.parse(row.triggered_by) as Event['triggeredBy'],
    receivedAt: row.received_at,
    resolvedAt: row.resolved_at ?? undefined,
    isTest: row.test_trigger_id !== null,
    subject: row.subject ?? undefined,
    deliveries: counts.get(row.event_id) ?? NONE,
  }));
}

/** What has happened in an environment, without tests and the service's own events: whole events, newest first. */
export async function listWholeEvents(
  db: Knex,
  environmentId: string,
  { eventType, after, limit }: Pick<EventQuery, 'eventType' | 'after' | 'limit'>,
): Promise<readonly Event[]> {
  const page = db<EventRow>('events').where({ environment_id: environmentId }).whereNull('test_trigger_id');
  if (eventType === undefined) void page.whereNotIn('event_type', [...SERVICE_EVENT_TYPES]);
  else void page.where({ event_type: eventType });
  narrowToPage(page, { time: 'received_at', id: 'event_id' }, { after, limit });
  const rows: readonly EventRow[] = await page.select('*');
  return rows.map(eventFromRow);
}

const STATUSES_OF: Readonly<Record<EventOutcome, readonly DeliveryStatus[]>> = {
  undelivered: ['failed', 'cancelled'],
  waiting: ['pending'],
  told_nobody: DELIVERY_STATUSES,
};

function narrowToOutcome(db: Knex, page: Knex.QueryBuilder, outcome: EventOutcome): void {
  const itsDeliveries = deliveriesOfEvent(db).whereIn('deliveries.status', STATUSES_OF[outcome]);
  if (outcome === 'told_nobody') void page.whereNotNull('resolved_at').whereNotExists(itsDeliveries);
  else void page.whereExists(itsDeliveries);
}

/** Of the event of each row of `events`, for a condition on that. */
function deliveriesOfEvent(db: Knex): Knex.QueryBuilder {
  return db('deliveries')
    .whereRaw('deliveries.environment_id = events.environment_id')
    .whereRaw('deliveries.event_id = events.event_id')
    .select(db.raw('1'));
}

const NONE = { pending: 0, delivered: 0, failed: 0, cancelled: 0 } as const;

type Counts = Record<DeliveryStatus, number>;

/** @param eventIds of one page. */
async function countDeliveries(
  db: Knex,
  environmentId: string,
  eventIds: readonly string[],
): Promise<ReadonlyMap<string, Counts>> {
  const counts = new Map<string, Counts>();
  if (eventIds.length === 0) return counts;
  const rows = await db<DeliveryRow>('deliveries')
    .where({ environment_id: environmentId })
    .whereIn('event_id', eventIds)
    .groupBy('event_id', 'status')
    .select('event_id', 'status')
    .count<{ event_id: string; status: DeliveryStatus; count: number | string }[]>({ count: '*' });
  for (const { event_id: eventId, status, count } of rows) {
    const known = counts.get(eventId) ?? { ...NONE };
    known[status] = Number(count);
    counts.set(eventId, known);
  }
  return counts;
}
