import type { Knex } from 'knex';

const PRAGMAS = {
  pages: 'pragma page_count',
  freePages: 'pragma freelist_count',
  pageBytes: 'pragma page_size',
} as const;

/** Of a SQLite file, once its write-ahead log is in it, and of what is free in it. */
export async function sqliteSpace(db: Knex): Promise<{ readonly bytes: number; readonly freeBytes: number }> {
  const number = async (statement: string) => {
    const [row] = await db.raw<Record<string, number>[]>(statement);
    return Object.values(row ?? {})[0] ?? NaN;
  };
  const pageBytes = await number(PRAGMAS.pageBytes);
  return {
    bytes: (await number(PRAGMAS.pages)) * pageBytes,
    freeBytes: (await number(PRAGMAS.freePages)) * pageBytes,
  };
}

/** Bytes that a SQLite database uses: what is free in its file is left out. */
export async function sqliteBytes(db: Knex): Promise<number> {
  const { bytes, freeBytes } = await sqliteSpace(db);
  return bytes - freeBytes;
}

/** Bytes of a PostgreSQL database's files, which also have what an update left behind. */
export async function postgresBytes(db: Knex): Promise<number> {
  await db.raw('checkpoint');
  const { rows } = await db.raw<{ rows: { bytes: number }[] }>(
    'select pg_database_size(current_database())::float8 as bytes',
  );
  return rows[0]?.bytes ?? NaN;
}
