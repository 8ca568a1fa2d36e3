import type { Knex } from 'knex';

const PRAGMAS = {
  pages: 'pragma page_count',
  freePages: 'pragma freelist_count',
  pageBytes: 'pragma page_size',
} as const;

/** Bytes that a SQLite database uses: what is free in its file is left out. */
export async function sqliteBytes(db: Knex): Promise<number> {
  const number = async (statement: string) => {
    const [row] = await db.raw<Record<string, number>[]>(statement);
    return Object.values(row ?? {})[0] ?? NaN;
  };
  const [pages, freePages] = [await number(PRAGMAS.pages), await number(PRAGMAS.freePages)];
  return (pages - freePages) * (await number(PRAGMAS.pageBytes));
}

/** Bytes of a PostgreSQL database's files, which also have what an update left behind. */
export async function postgresBytes(db: Knex): Promise<number> {
  await db.raw('checkpoint');
  const { rows } = await db.raw<{ rows: { bytes: number }[] }>(
    'select pg_database_size(current_database())::float8 as bytes',
  );
  return rows[0]?.bytes ?? NaN;
}
