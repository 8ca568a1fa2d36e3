import type { z } from 'zod';
import type { PageQuery } from './dependencies';
import { encodeCursor, type PageCursor } from './page-cursor';
import type { pageFields } from './schemas/page-fields';

/** What a list is asked for: one more than the page holds tells whether there is a next page. */
export function toPageQuery(query: z.output<z.ZodObject<typeof pageFields>>): PageQuery {
  const { from, to, next_cursor: after, max_results: maxResults } = query;
  return { from, to, after, limit: maxResults + 1 };
}

/** @param found as `toPageQuery` asked for it. */
export function cutPage<Item>(
  found: readonly Item[],
  maxResults: number,
  positionOf: (item: Item) => PageCursor,
): { readonly page: readonly Item[]; readonly next: { readonly next_cursor?: string } } {
  const page = found.slice(0, maxResults);
  const last = page.at(-1);
  const isLastPage = last === undefined || found.length === page.length;
  return { page, next: isLastPage ? {} : { next_cursor: encodeCursor(positionOf(last)) } };
}
