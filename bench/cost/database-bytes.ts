import type { Knex } from 'knex';

/** Bytes that a database uses, what is free in it apart on SQLite. */
export async function databaseBytes(db: Knex): Promise<number> {
  if (db.client.config.client === 'pg') {
    // What was changed counts with the sizes of the files, which grow when pages are written.
    await db.raw('checkpoint');
    const { rows } = (await db.raw('select pg_database_size(current_database())::float8 as bytes')) as {
      rows: { bytes: number }[];
    };
    return rows[0]?.bytes ?? NaN;
  }
  const pragma = async (name: 'page_count' | 'page_size' | 'freelist_count') => {
    const [row] = (await db.raw(`pragma ${name}`)) as Record<string, number>[];
    return row?.[name] ?? NaN;
  };
  return ((await pragma('page_count')) - (await pragma('freelist_count'))) * (await pragma('page_size'));
}
