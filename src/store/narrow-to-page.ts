import type { Knex } from 'knex';

/** A part of a list, newest first. */
export interface PageQuery {
  /** ISO text, UTC: `from` included, `to` excluded. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Time and id of the last one of the page before. */
  readonly after?: { readonly at: string; readonly id: string } | undefined;
  readonly limit: number;
}

/**
 * Narrows a query to a page, and puts it in order: newest first, and the greater id first among equals.
 *
 * @param columns of the time and the id by which the list is ordered.
 */
export function narrowToPage(
  builder: Knex.QueryBuilder,
  columns: { readonly time: string; readonly id: string },
  { from, to, after, limit }: PageQuery,
): void {
  const { time, id } = columns;
  if (from !== undefined) void builder.where(time, '>=', from);
  if (to !== undefined) void builder.where(time, '<', to);
  // Compared as a pair, so that the index leads straight to the page.
  if (after) void builder.whereRaw('(??, ??) < (?, ?)', [time, id, after.at, after.id]);
  void builder
    .orderBy([
      { column: time, order: 'desc' },
      { column: id, order: 'desc' },
    ])
    .limit(limit);
}
