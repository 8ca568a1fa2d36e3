import type { Knex } from 'knex';

/** The database's own time at the statement, as ISO text, UTC: for a column that is in order whoever writes it. */
export function timeOfDatabase(db: Knex): Knex.Raw {
  return (db.client as { config: Knex.Config }).config.client === 'pg'
    ? db.raw(`to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`)
    : db.raw("strftime('%Y-%m-%dT%H:%M:%fZ', 'now')");
}
