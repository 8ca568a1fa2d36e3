import type { Knex } from 'knex';

/** The rows of several queries with the same columns, in one statement. @param queries each may have its own order and limit. */
export async function rowsOfAll<Row>(
  db: Knex,
  queries: readonly Knex.QueryBuilder[],
): Promise<readonly Row[]> {
  // Knex would put the conditions of the first behind the last.
  const [first, ...others] = queries.map((query) => db.select('*').from(query.as('part')));
  return first ? ((await first.unionAll(others)) as readonly Row[]) : [];
}
