import type { Knex } from 'knex';
import type { EventResolution, StandingDelivery } from '../../domain/events/event-resolution';
import type { Event, EventQuery, EventRecord, HashedEvent, UnstartedEvent } from '../../domain/events/event';
import { countUndispatched } from './count-undispatched';
import { eventFromRow, type EventRow } from './event-row';
import {
  UNSTARTED_EVENT_COLUMNS,
  unstartedEventFromRow,
  type UnstartedEventRow,
} from './unstarted-event-row';
import { happenedTypes } from './happened-types';
import { insertEvents, keyOfEvent } from './insert-events';
import { sharedReads } from '../../kit/shared-reads';
import { groupedWrites, readsAtATimeOf, writersOf } from '../database/grouped-writes';
import { listEvents, listWholeEvents } from './list-events';
import { readerOf } from '../database/reader-of';
import { recordResolutions } from './record-resolutions';
import { verdictsFromText } from './verdict-runs';

type InsertResult = 'inserted' | 'same_content' | 'different_content';

export function createEventStore(db: Knex) {
  const reader = readerOf(db);
  const one = (environmentId: string, eventId: string, from = db) =>
    from<EventRow>('events').where({ environment_id: environmentId, event_id: eventId });

  const find = sharedReads({
    keyOf: keyOfEvent,
    async readAll(keys) {
      const rows = await reader<EventRow>('events').whereIn(
        ['environment_id', 'event_id'],
        keys.map(({ environmentId, eventId }) => [environmentId, eventId]),
      );
      const events = new Map(rows.map(eventFromRow).map((event) => [keyOfEvent(event), event]));
      return keys.map((key) => events.get(keyOfEvent(key)));
    },
    atATime: readsAtATimeOf(db),
  });
  const recordResolution = groupedWrites({
    keyOf: keyOfEvent,
    write: (resolutions: readonly EventResolution[]) => recordResolutions(db, resolutions),
    writers: writersOf(db),
  });

  return {
    /**
     * Stores an event, or finds the one that has its id: the unique key decides.
     *
     * @param formerHash what an event that was stored before meanings were compared has as its `contentHash`.
     */
    async insert(event: Event, contentHash: string, formerHash: string = contentHash): Promise<InsertResult> {
      const hashed = { event, contentHash, formerHash };
      // Alone: its caller waits, and is to hear within seconds what became of it.
      const [earlierHash] = await insertEvents(db, [hashed]);
      return earlierHash === undefined ? 'inserted' : compare(hashed, earlierHash);
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
      const earlierHashes = await insertEvents(db, [...firsts.values()]);
      const earlier = new Map([...firsts.keys()].map((id, index) => [id, earlierHashes[index]]));
      return events.map((hashed) => {
        const { eventId } = hashed.event;
        const stored = firsts.get(eventId);
        const earlierHash = earlier.get(eventId);
        if (earlierHash !== undefined) return compare(hashed, earlierHash);
        return stored === hashed ? 'inserted' : compare(hashed, stored?.contentHash);
      });
    },

    find: (environmentId: string, eventId: string): Promise<Event | undefined> =>
      find({ environmentId, eventId }),

    async findRecord(environmentId: string, eventId: string): Promise<EventRecord | undefined> {
      const row = await one(environmentId, eventId, reader).first();
      return (
        row && {
          event: eventFromRow(row),
          startedAt: row.started_at ?? undefined,
          resolvedAt: row.resolved_at ?? undefined,
          verdicts: row.verdicts === null ? [] : verdictsFromText(row.verdicts),
        }
      );
    },

    list: (environmentId: string, query: EventQuery) => listEvents(reader, environmentId, query),

    listWhole: (environmentId: string, query: Parameters<typeof listWholeEvents>[2]) =>
      listWholeEvents(reader, environmentId, query),

    countUndispatched: (environmentId: string) => countUndispatched(reader, environmentId),

    happenedTypes: (asked: Parameters<typeof happenedTypes>[1]) => happenedTypes(reader, asked),

    /** Oldest first. */
    async listUnstarted(receivedBefore: string, limit: number): Promise<readonly UnstartedEvent[]> {
      const rows = await reader('events')
        .join('product_environments', 'product_environments.id', 'events.environment_id')
        .whereNull('events.started_at')
        .where('events.received_at', '<', receivedBefore)
        .orderBy('events.received_at')
        .limit(limit)
        .select<UnstartedEventRow[]>(UNSTARTED_EVENT_COLUMNS);
      return rows.map(unstartedEventFromRow);
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
    recordResolution: (resolution: EventResolution): Promise<readonly StandingDelivery[] | undefined> =>
      recordResolution(resolution),
  };
}

function compare({ contentHash, formerHash }: HashedEvent, earlierHash: string | undefined): InsertResult {
  return earlierHash === contentHash || earlierHash === formerHash ? 'same_content' : 'different_content';
}
