import type { Knex } from 'knex';
import type { HashedEvent } from '../../domain/events/event';
import { eventToRow, type EventRow } from './event-row';

/** The same text for the same event: its id is unique within its product environment. */
export function keyOfEvent({
  environmentId,
  eventId,
}: {
  readonly environmentId: string;
  readonly eventId: string;
}): string {
  return `${environmentId} ${eventId}`;
}

type HashRow = Pick<EventRow, 'environment_id' | 'event_id' | 'content_hash'>;

/**
 * Stores events by one statement: those that are new.
 *
 * @param events no two of which have the same id.
 * @returns of each the content hash of the event that was stored before under its id; `undefined` where it is new.
 */
export async function insertEvents(
  db: Knex,
  events: readonly HashedEvent[],
): Promise<readonly (string | undefined)[]> {
  if (events.length === 0) return [];
  // In one order everywhere: on PostgreSQL, groups that share ids wait for each other row by row.
  const inOrder = [...events].sort((a, b) => (keyOfEvent(a.event) < keyOfEvent(b.event) ? -1 : 1));
  const inserted = await db<EventRow>('events')
    .insert(inOrder.map(({ event, contentHash }) => eventToRow(event, contentHash)))
    .onConflict(['environment_id', 'event_id'])
    .ignore()
    .returning(['environment_id', 'event_id']);
  const isNew = new Set(inserted.map(keyOfRow));
  const others = inOrder.filter(({ event }) => !isNew.has(keyOfEvent(event)));
  const earlier = await hashesOf(db, others);
  const gone = others.filter(({ event }) => !earlier.has(keyOfEvent(event)));
  // What was in their way was deleted for its age since: they are new.
  const stillEarlier = await insertEvents(db, gone);
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
