import type { Knex } from 'knex';

/** Every row of every table, in an order that does not depend on when it was written. */
export async function dumpOf(db: Knex): Promise<string> {
  const { client } = (db.client as { config: Knex.Config }).config;
  const tables =
    client === 'pg'
      ? await db('pg_tables')
          .where({ schemaname: 'public' })
          .orderBy('tablename')
          .pluck<string[]>('tablename')
      : await db('sqlite_master').where({ type: 'table' }).orderBy('name').pluck<string[]>('name');
  const lines: string[] = [];
  for (const table of tables) {
    const rows = await db(table).select<object[]>();
    lines.push(...rows.map((row) => `${table} ${JSON.stringify(row)}`).sort());
  }
  return lines.join('\n');
}
