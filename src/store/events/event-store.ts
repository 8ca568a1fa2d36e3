import type { Knex } from 'knex';
import type { EventResolution, StandingDelivery } from '../../domain/events/event-resolution';
import type { Event, EventQuery, EventRecord, HashedEvent, UnstartedEvent } from '../../domain/events/event';
import { newDeliveryRow } from '../deliveries/delivery-row';
import { eventFromRow, eventToRow, type EventRow } from './event-row';
import { happenedTypes } from './happened-types';
import { inChunks } from '../database/narrow-to-page';
import { listEvents } from './list-events';
import { readerOf } from '../database/reader-of';
import { verdictsFromText, verdictsToText } from './verdict-runs';

type InsertResult = 'inserted' | 'same_content' | 'different_content';

export function createEventStore(db: Knex) {
  const reader = readerOf(db);
  const one = (environmentId: string, eventId: string, from = db) =>
    from<EventRow>('events').where({ environment_id: environmentId, event_id: eventId });

  /** The content hashes of stored events, by event id. */
  async function hashesOf(
    environmentId: string,
    eventIds: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    if (eventIds.length === 0) return new Map();
    const rows = await db<EventRow>('events')
      .where({ environment_id: environmentId })
      .whereIn('event_id', eventIds)
      .select('event_id', 'content_hash');
    return new Map(rows.map(({ event_id, content_hash }) => [event_id, content_hash]));
  }

  return {
    /**
     * Stores an event, or finds the one that has its id: the unique key decides.
     *
     * @param formerHash what an event that was stored before meanings were compared has as its `contentHash`.
     */
    async insert(event: Event, contentHash: string, formerHash: string = contentHash): Promise<InsertResult> {
      const inserted = await db<EventRow>('events')
        .insert(eventToRow(event, contentHash))
        .onConflict(['environment_id', 'event_id'])
        .ignore()
        .returning('event_id');
      if (inserted.length > 0) return 'inserted';
      const earlier = await one(event.environmentId, event.eventId).first('content_hash');
      return compare({ event, contentHash, formerHash }, earlier?.content_hash);
    },

    /**
     * Stores events of one product environment, all of them or none, as if `insert` met each in turn: of several with one
     * id the first is stored, and the others are compared with it.
     *
     * @param events few enough for one statement: at most 500.
     * @returns what became of each, in their order.
     */
    async insertMany(events: readonly HashedEvent[]): Promise<readonly InsertResult[]> {
      const firsts = new Map<string, HashedEvent>();
      for (const hashed of events) {
        if (!firsts.has(hashed.event.eventId)) firsts.set(hashed.event.eventId, hashed);
      }
      // In one order everywhere: on PostgreSQL, batches that share ids wait for each other row by row.
      const inOrder = [...firsts.values()].sort((a, b) => (a.event.eventId < b.event.eventId ? -1 : 1));
      const [first] = inOrder;
      if (!first) return [];
      const inserted = await db<EventRow>('events')
        .insert(inOrder.map(({ event, contentHash }) => eventToRow(event, contentHash)))
        .onConflict(['environment_id', 'event_id'])
        .ignore()
        .returning('event_id');
      const isNew = new Set(inserted.map(({ event_id }) => event_id));
      const earlier = await hashesOf(
        first.event.environmentId,
        inOrder.map(({ event }) => event.eventId).filter((id) => !isNew.has(id)),
      );
      return events.map((hashed) => {
        const { eventId } = hashed.event;
        if (!isNew.has(eventId)) return compare(hashed, earlier.get(eventId));
        const stored = firsts.get(eventId);
        return stored === hashed ? 'inserted' : compare(hashed, stored?.contentHash);
      });
    },

    async find(environmentId: string, eventId: string): Promise<Event | undefined> {
      const row = await one(environmentId, eventId, reader).first();
      return row && eventFromRow(row);
    },

    async findRecord(environmentId: string, eventId: string): Promise<EventRecord | undefined> {
      const row = await one(environmentId, eventId, reader).first();
      return (
        row && {
          event: eventFromRow(row),
          resolvedAt: row.resolved_at ?? undefined,
          verdicts: row.verdicts === null ? [] : verdictsFromText(row.verdicts),
        }
      );
    },

    list: (environmentId: string, query: EventQuery) => listEvents(reader, environmentId, query),

    happenedTypes: (asked: Parameters<typeof happenedTypes>[1]) => happenedTypes(reader, asked),

    /** Oldest first. */
    async listUnstarted(receivedBefore: string, limit: number): Promise<readonly UnstartedEvent[]> {
      return reader('events')
        .join('product_environments', 'product_environments.id', 'events.environment_id')
        .whereNull('events.started_at')
        .where('events.received_at', '<', receivedBefore)
        .orderBy('events.received_at')
        .limit(limit)
        .select<UnstartedEvent[]>({
          environmentId: 'events.environment_id',
          cloudName: 'product_environments.cloud_name',
          eventId: 'events.event_id',
          eventType: 'events.event_type',
        });
    },

    async markStarted(environmentId: string, eventId: string, startedAt: string): Promise<void> {
      await one(environmentId, eventId).whereNull('started_at').update({ started_at: startedAt });
    },

    /**
     * Stores verdicts and deliveries and marks the event resolved, all or nothing; for an event that
     * was resolved before, changes nothing.
     *
     * @returns the deliveries of the resolution before; `undefined` when there was none.
     */
    async recordResolution(resolution: EventResolution): Promise<readonly StandingDelivery[] | undefined> {
      const { environmentId, eventId, resolvedAt, verdicts, deliveries } = resolution;
      return db.transaction(async (trx) => {
        const marked = await one(environmentId, eventId)
          .transacting(trx)
          .whereNull('resolved_at')
          .update({
            resolved_at: resolvedAt,
            started_at: trx.raw('coalesce(started_at, ?)', [resolvedAt]),
            verdicts: verdictsToText(verdicts),
          });
        if (marked === 0) {
          return trx('deliveries')
            .where({ environment_id: environmentId, event_id: eventId })
            .orderBy(['created_at', 'id'])
            .select<StandingDelivery[]>('id', 'uri', 'status');
        }
        for (const chunk of inChunks(deliveries)) {
          await trx('deliveries').insert(chunk.map((delivery) => newDeliveryRow(resolution, delivery)));
        }
        return undefined;
      });
    },
  };
}

function compare({ contentHash, formerHash }: HashedEvent, earlierHash: string | undefined): InsertResult {
  return earlierHash === contentHash || earlierHash === formerHash ? 'same_content' : 'different_content';
}
