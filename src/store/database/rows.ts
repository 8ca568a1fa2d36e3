import type { Knex } from 'knex';

/** What a raw statement answers: the rows themselves on SQLite, a result with rows on PostgreSQL. */
export type RawAnswer<Row> = readonly Row[] | { readonly rows: readonly Row[] };

export function rowsOf<Row>(answer: RawAnswer<Row>): readonly Row[] {
  return 'rows' in answer ? answer.rows : answer;
}

/** The rows of several queries with the same columns, in one statement. @param queries each may have its own order and limit. */
export async function rowsOfAll<Row>(
  db: Knex,
  queries: readonly Knex.QueryBuilder[],
): Promise<readonly Row[]> {
  // Knex would put the conditions of the first behind the last.
  const [first, ...others] = queries.map((query) => db.select('*').from(query.as('part')));
  return first ? ((await first.unionAll(others)) as readonly Row[]) : [];
}
