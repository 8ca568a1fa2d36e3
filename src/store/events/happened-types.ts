import type { Knex } from 'knex';
import { rowsOfAll } from '../database/rows-of-all';

interface AskedTypes {
  readonly environmentId: string;
  readonly eventTypes: readonly string[];
  /** ISO text, UTC. */
  readonly since: string;
}

/** Which of some event types happened since a time, apart from tests: one look into an index for each. @returns in the order given. */
export async function happenedTypes(
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
