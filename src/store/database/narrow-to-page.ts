import type { Knex } from 'knex';
import type { PageQuery } from '../../domain/list-parts';

/**
 * Narrows a query to a page, and puts it in order: newest first, and the greater id first among equals; or all of it
 * the other way round.
 *
 * @param columns of the time and the id by which the list is ordered.
 */
export function narrowToPage(
  builder: Knex.QueryBuilder,
  columns: { readonly time: string; readonly id: string },
  query: PageQuery,
): void {
  const { time, id } = columns;
  const { from, to, after, limit } = query;
  const { direction, follows } = ORDERS[query.order ?? 'newest_first'];
  if (from !== undefined && !hasPassedFrom(query)) void builder.where(time, '>=', from);
  if (to !== undefined && !hasPassedTo(query)) void builder.where(time, '<', to);
  // Compared as a pair, so that the index leads straight to the page.
  if (after) void builder.whereRaw(follows, [time, id, after.at, after.id]);
  void builder
    .orderBy([
      { column: time, order: direction },
      { column: id, order: direction },
    ])
    .limit(limit);
}

const ORDERS = {
  newest_first: { direction: 'desc', follows: '(??, ??) < (?, ?)' },
  oldest_first: { direction: 'asc', follows: '(??, ??) > (?, ?)' },
} as const;

/** Whether the page lies behind the border anyway. SQLite would search by the border, and read again all in between. */
function hasPassedFrom({ order, from = '', after }: PageQuery): boolean {
  return order === 'oldest_first' && after !== undefined && after.at >= from;
}

function hasPassedTo({ order, to = '', after }: PageQuery): boolean {
  return order !== 'oldest_first' && after !== undefined && after.at < to;
}

/** Rows of one insert: below SQLite's 32,766 bound values for the widest table. */
const ROWS_PER_STATEMENT = 500;

export function inChunks<T>(items: readonly T[]): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / ROWS_PER_STATEMENT);
  return Array.from({ length: count }, (_, index) =>
    items.slice(index * ROWS_PER_STATEMENT, (index + 1) * ROWS_PER_STATEMENT),
  );
}
