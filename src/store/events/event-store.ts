import type { Knex } from 'knex';
import type { Event, HashedEvent } from '../../domain/events/event';
import type {
  EventQuery,
  EventRecord,
  UnstartedEvent,
  UndispatchedEvents,
  EventResolution,
  StandingDelivery,
} from '../../domain/events/event-record';
import { Lru } from '../../kit/lru';
import { sharedReads } from '../../kit/shared-reads';
import { groupedWrites, readsAtATimeOf, writersOf } from '../database/grouped-writes';
import { rowsOfAll, readerOf } from '../database/reads';
import {
  eventFromRow,
  UNSTARTED_EVENT_COLUMNS,
  unstartedEventFromRow,
  eventToRow,
  type EventRow,
  type UnstartedEventRow,
} from './event-row';
import { listEvents, listWholeEvents } from './list-events';
import { recordResolutions, verdictsFromText } from './record-resolutions';

type InsertResult = 'inserted' | 'same_content' | 'different_content';

/** Events kept from their insert to their resolution, which is mostly made by the same process some milliseconds later. */
const MAX_KEPT = 200;
const MAX_KEPT_PAYLOAD_CHARACTERS = 65_536;
/** Much sooner than an event is deleted for its age: only then could another one have its id. */
const MAX_KEPT_MS = 60_000;

interface KeptEvent {
  readonly event: Event;
  readonly storedMs: number;
}

export function createEventStore(db: Knex) {
  const reader = readerOf(db);
  const one = (environmentId: string, eventId: string, from = db) =>
    from<EventRow>('events').where({ environment_id: environmentId, event_id: eventId });

  const justStored = new Lru<KeptEvent>({ maxEntries: MAX_KEPT });
  const keep = (event: Event, { payload }: EventRow) => {
    if (payload.length > MAX_KEPT_PAYLOAD_CHARACTERS) return;
    justStored.set(keyOfEvent(event), { event, storedMs: performance.now() });
  };
  const takeKept = (key: string): Event | undefined => {
    const kept = justStored.get(key);
    justStored.delete(key);
    return kept && performance.now() - kept.storedMs <= MAX_KEPT_MS ? kept.event : undefined;
  };

  const read = sharedReads({
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
    async insert(
      event: Event,
      contentHash: string,
      formerHash: () => string = () => contentHash,
    ): Promise<InsertResult> {
      const hashed = { event, contentHash, formerHash };
      // Alone: its caller waits, and is to hear within seconds what became of it.
      const [earlierHash] = await insertEvents(db, [hashed], keep);
      return earlierHash === undefined ? 'inserted' : compare(hashed, earlierHash);
    },

    /**
     * Stores events of one product environment, all of them or none, as if `insert` met each in turn: of several with
     * one id the first is stored, and the others are compared with it.
     *
     * @param events few enough for one statement: at most 500.
     * @returns what became of each, in their order.
     */
    async insertMany(events: readonly HashedEvent[]): Promise<readonly InsertResult[]> {
      const firsts = new Map<string, HashedEvent>();
      for (const hashed of events) {
        if (!firsts.has(hashed.event.eventId)) firsts.set(hashed.event.eventId, hashed);
      }
      const earlierHashes = await insertEvents(db, [...firsts.values()], keep);
      const earlier = new Map([...firsts.keys()].map((id, index) => [id, earlierHashes[index]]));
      return events.map((hashed) => {
        const { eventId } = hashed.event;
        const stored = firsts.get(eventId);
        const earlierHash = earlier.get(eventId);
        if (earlierHash !== undefined) return compare(hashed, earlierHash);
        return stored === hashed ? 'inserted' : compare(hashed, stored?.contentHash);
      });
    },

    /** An event never changes: one that was just stored here is not read. */
    async find(environmentId: string, eventId: string): Promise<Event | undefined> {
      const key = { environmentId, eventId };
      return takeKept(keyOfEvent(key)) ?? read(key);
    },

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

type HashRow = Pick<EventRow, 'environment_id' | 'event_id' | 'content_hash'>;

/**
 * Stores events by one statement: those that are new.
 *
 * @param events no two of which have the same id.
 * @param keep gets those that are new.
 * @returns of each the content hash of the event that was stored before under its id; `undefined` where it is new.
 */
async function insertEvents(
  db: Knex,
  events: readonly HashedEvent[],
  keep: (event: Event, row: EventRow) => void,
): Promise<readonly (string | undefined)[]> {
  if (events.length === 0) return [];
  // In one order everywhere: on PostgreSQL, groups that share ids wait for each other row by row.
  const inOrder = [...events].sort((a, b) => (keyOfEvent(a.event) < keyOfEvent(b.event) ? -1 : 1));
  const rows = inOrder.map(({ event, contentHash }) => eventToRow(event, contentHash));
  const inserted = await db<EventRow>('events')
    .insert(rows)
    .onConflict(['environment_id', 'event_id'])
    .ignore()
    .returning(['environment_id', 'event_id']);
  const isNew = new Set(inserted.map(keyOfRow));
  inOrder.forEach(({ event }, index) => {
    const row = rows[index];
    if (row && isNew.has(keyOfEvent(event))) keep(event, row);
  });
  const others = inOrder.filter(({ event }) => !isNew.has(keyOfEvent(event)));
  const earlier = await hashesOf(db, others);
  const gone = others.filter(({ event }) => !earlier.has(keyOfEvent(event)));
  // What was in their way was deleted for its age since: they are new.
  const stillEarlier = await insertEvents(db, gone, keep);
  return events.map((hashed) => {
    const place = gone.indexOf(hashed);
    return place < 0 ? earlier.get(keyOfEvent(hashed.event)) : stillEarlier[place];
  });
}

async function hashesOf(db: Knex, events: readonly HashedEvent[]): Promise<ReadonlyMap<string, string>> {
  if (events.length === 0) return new Map();
  const rows = await db<EventRow>('events')
    .whereIn(
      ['environment_id', 'event_id'],
      events.map(({ event }) => [event.environmentId, event.eventId]),
    )
    .select<HashRow[]>('environment_id', 'event_id', 'content_hash');
  return new Map(rows.map((row) => [keyOfRow(row), row.content_hash]));
}

function keyOfRow({ environment_id, event_id }: Pick<EventRow, 'environment_id' | 'event_id'>): string {
  return keyOfEvent({ environmentId: environment_id, eventId: event_id });
}

/** The same text for the same event: its id is unique within its product environment. */
function keyOfEvent({
  environmentId,
  eventId,
}: {
  readonly environmentId: string;
  readonly eventId: string;
}): string {
  return `${environmentId} ${eventId}`;
}

function compare({ contentHash, formerHash }: HashedEvent, earlierHash: string | undefined): InsertResult {
  return earlierHash === contentHash || earlierHash === formerHash() ? 'same_content' : 'different_content';
}

/** Of all product environments: the index of unresolved events is by age alone. */
const MAX_UNRESOLVED_READ = 10_000;

interface Counted {
  readonly read: number | string;
  readonly own: number | string | null;
  readonly oldest: string | null;
}

/** Counts an environment's unresolved events among the oldest 10,000 of all, in one statement. */
async function countUndispatched(reader: Knex, environmentId: string): Promise<UndispatchedEvents> {
  const oldest = reader('events')
    .whereNull('resolved_at')
    .orderBy('received_at')
    .limit(MAX_UNRESOLVED_READ)
    .select('environment_id', 'received_at')
    .as('oldest');
  const [counted] = await reader
    .from(oldest)
    .select<Counted[]>(
      reader.raw('count(*) as read, sum(case when environment_id = ? then 1 else 0 end) as own', [
        environmentId,
      ]),
      reader.raw('min(case when environment_id = ? then received_at end) as oldest', [environmentId]),
    );
  return {
    count: Number(counted?.own ?? 0),
    isAtLeast: Number(counted?.read ?? 0) >= MAX_UNRESOLVED_READ,
    oldestReceivedAt: counted?.oldest ?? undefined,
  };
}

interface AskedTypes {
  readonly environmentId: string;
  readonly eventTypes: readonly string[];
  /** ISO text, UTC. */
  readonly since: string;
}

/**
 * Which of some event types happened since a time, apart from tests: one look into an index for each.
 *
 * @returns in the order given.
 */
async function happenedTypes(
  db: Knex,
  { environmentId, eventTypes, since }: AskedTypes,
): Promise<readonly string[]> {
  const looks = eventTypes.map((eventType) =>
    db
      .select(db.raw('cast(? as text) as event_type', [eventType]))
      .whereExists(
        db('events')
          .where({ environment_id: environmentId, event_type: eventType })
          .where('received_at', '>=', since)
          .whereNull('test_trigger_id')
          .select(db.raw('1')),
      ),
  );
  const rows = await rowsOfAll<{ readonly event_type: string }>(db, looks);
  const happened = new Set(rows.map(({ event_type }) => event_type));
  return eventTypes.filter((eventType) => happened.has(eventType));
}
