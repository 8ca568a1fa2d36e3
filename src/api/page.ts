import type { z } from 'zod';
import type { PageQuery } from '../domain/list-parts';
import { DomainError } from '../domain/errors';
import { encodeCursor, listKey, type PagePosition } from './page-cursor';
import { CURSOR, type pageFields } from './schemas/page-fields';
import { showValue } from './show-value';

/** A list as it was asked for: its path, and its query with page and filters. */
export interface ListRequest {
  readonly path: string;
  readonly query: z.output<z.ZodObject<typeof pageFields>>;
}

/**
 * What a list is asked for: one more than the page holds tells whether there is a next page.
 *
 * @throws DomainError `invalid_request` for a cursor of another list, and for a time that ends before it begins.
 */
export function toPageQuery({ path, query }: ListRequest): PageQuery {
  const { from, to, order, next_cursor: cursor, max_results: maxResults } = query;
  if (from !== undefined && to !== undefined && to < from) {
    throw new DomainError('invalid_request', `to: got ${showValue(to)}, expected a time after from, ${from}`);
  }
  if (cursor && cursor.listKey !== keyOf({ path, query })) {
    const got = showValue(encodeCursor(cursor));
    throw new DomainError('invalid_request', `next_cursor: got ${got}, expected ${CURSOR}`);
  }
  return { from, to, order, after: cursor, limit: maxResults + 1 };
}

/** @param found as `toPageQuery` asked for it. */
export function cutPage<Item>(
  found: readonly Item[],
  list: ListRequest,
  positionOf: (item: Item) => PagePosition,
): { readonly page: readonly Item[]; readonly next: { readonly next_cursor?: string } } {
  const page = found.slice(0, list.query.max_results);
  const last = page.at(-1);
  if (last === undefined || found.length === page.length) return { page, next: {} };
  return { page, next: { next_cursor: encodeCursor({ ...positionOf(last), listKey: keyOf(list) }) } };
}

/** All but where the page begins and how long it is. The usual order is not told: cursors made before there was another are good. */
function keyOf({
  path,
  query: { next_cursor: _cursor, max_results: _size, order, ...filters },
}: ListRequest): string {
  return listKey(path, { ...filters, ...(order !== 'newest_first' && { order }) });
}
