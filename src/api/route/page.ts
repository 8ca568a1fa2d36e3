import { createHash } from 'node:crypto';
import { z } from 'zod';
import { DomainError } from '../../domain/errors';
import { LIST_ORDERS, type PageQuery } from '../../domain/list-parts';
import { instantInQuery, wholeNumberOr } from './fields';
import { showValue } from './parse';

const CURSOR = 'the next_cursor of a page before, of the same list with the same filters and order';

/** The part of a list's query that chooses its page: `from` included, `to` excluded. */
export const pageFields = {
  from: instantInQuery.transform(toUtc).optional(),
  to: instantInQuery.transform(toUtc).optional(),
  order: z.enum(LIST_ORDERS, LIST_ORDERS.join(' or ')).default('newest_first'),
  max_results: wholeNumberOr(50, { minimum: 1, maximum: 500 }),
  next_cursor: z
    .string(CURSOR)
    .meta({ description: `${CURSOR}; empty for the first page`, pattern: '^[\\w-]*$' })
    .transform(readCursor)
    .optional(),
};

export const nextCursor = z.string().optional().describe('Asks for the next page; absent on the last one.');

/** Times are kept in milliseconds: a part of one moves the border to the next. */
function toUtc(text: string): string {
  const hasPartOfMs = /\.\d{3}\d*[1-9]/.test(text);
  return new Date(Date.parse(text) + (hasPartOfMs ? 1 : 0)).toISOString();
}

/** An empty one is what a client sends that has none yet. */
function readCursor(text: string, ctx: z.RefinementCtx) {
  if (text === '') return undefined;
  const cursor = decodeCursor(text);
  if (cursor) return cursor;
  ctx.addIssue({ code: 'custom', message: CURSOR });
  return z.NEVER;
}

/** A list as it was asked for: its path, and its query with page and filters. */
interface ListRequest {
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
  checkInterval({ from, to });
  if (cursor && cursor.listKey !== keyOf({ path, query })) {
    const got = showValue(encodeCursor(cursor));
    throw new DomainError('invalid_request', `next_cursor: got ${got}, expected ${CURSOR}`);
  }
  return { from, to, order, after: cursor, limit: maxResults + 1 };
}

/** @throws DomainError `invalid_request` for a time that ends before it begins. */
export function checkInterval({ from, to }: Pick<PageQuery, 'from' | 'to'>): void {
  if (from !== undefined && to !== undefined && to < from) {
    throw new DomainError('invalid_request', `to: got ${showValue(to)}, expected a time after from, ${from}`);
  }
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

/**
 * All parameters except where the page begins and how long it is. The usual order is left out, so cursors from before
 * there was another order stay good.
 */
function keyOf({
  path,
  query: { next_cursor: _cursor, max_results: _size, order, ...filters },
}: ListRequest): string {
  return listKey(path, { ...filters, ...(order !== 'newest_first' && { order }) });
}

/** Time and id of the last one of a page; the next page begins after it. */
interface PagePosition {
  /** ISO text, UTC. */
  readonly at: string;
  readonly id: string;
}

/** A position in one list. Its key distinguishes the list from all others. */
interface PageCursor extends PagePosition {
  readonly listKey: string;
}

const LIST_KEY_BYTES = 8;

/** @param path of the list, with the product environment or the account in it. */
export function listKey(path: string, filters: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(filters).filter(([, value]) => value !== undefined);
  const text = JSON.stringify([path.replace(/\/$/, ''), given.sort(([a], [b]) => (a < b ? -1 : 1))]);
  return createHash('sha256').update(text).digest().subarray(0, LIST_KEY_BYTES).toString('base64url');
}

/** Opaque to callers: base64url of a JSON array. */
export function encodeCursor({ at, id, listKey }: PageCursor): string {
  return Buffer.from(JSON.stringify([at, id, listKey])).toString('base64url');
}

/** @returns `undefined` for a text that `encodeCursor` cannot have made. */
export function decodeCursor(text: string): PageCursor | undefined {
  const cursor = parseCursor(Buffer.from(text, 'base64url').toString('utf8'));
  return cursor && encodeCursor(cursor) === text ? cursor : undefined;
}

function parseCursor(json: string): PageCursor | undefined {
  try {
    const [at, id, listKey] = JSON.parse(json) as unknown[];
    if (typeof at !== 'string' || typeof id !== 'string' || typeof listKey !== 'string') return undefined;
    return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{1,9}Z$/.test(at) && /^[\x21-\x7e]+$/.test(id)
      ? { at, id, listKey }
      : undefined;
  } catch {
    return undefined;
  }
}
