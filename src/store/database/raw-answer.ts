/** What a raw statement answers: the rows themselves on SQLite, a result with rows on PostgreSQL. */
export type RawAnswer<Row> = readonly Row[] | { readonly rows: readonly Row[] };

export function rowsOf<Row>(answer: RawAnswer<Row>): readonly Row[] {
  return 'rows' in answer ? answer.rows : answer;
}
