import type { Knex } from 'knex';

const readers = new WeakMap<Knex, Knex>();

/**
 * Where what is committed is read. On SQLite a connection of its own, which no write holds up; on PostgreSQL the same
 * pool. Reads that a transaction decides on belong to the transaction.
 */
export function readerOf(db: Knex): Knex {
  return readers.get(db) ?? db;
}

/** Makes `reader` the one of `db`, which closes it, too. */
export function attachReader(db: Knex, reader: Knex): void {
  readers.set(db, reader);
  const destroy = db.destroy.bind(db);
  Object.defineProperty(db, 'destroy', {
    value: async () => {
      await reader.destroy();
      await destroy();
    },
  });
}

/** Whether a database is PostgreSQL. Any other is SQLite. */
export function isPostgres(db: Knex): boolean {
  return (db.client as { config: Knex.Config }).config.client === 'pg';
}

/** What a raw statement answers: the rows themselves on SQLite, a result with rows on PostgreSQL. */
export type RawAnswer<Row> = readonly Row[] | { readonly rows: readonly Row[] };

export function rowsOf<Row>(answer: RawAnswer<Row>): readonly Row[] {
  return 'rows' in answer ? answer.rows : answer;
}

/**
 * The rows of several queries with the same columns, in one statement.
 *
 * @param queries each may have its own order and limit.
 */
export async function rowsOfAll<Row>(
  db: Knex,
  queries: readonly Knex.QueryBuilder[],
): Promise<readonly Row[]> {
  // Knex would put the conditions of the first behind the last.
  const [first, ...others] = queries.map((query) => db.select('*').from(query.as('part')));
  return first ? ((await first.unionAll(others)) as readonly Row[]) : [];
}
