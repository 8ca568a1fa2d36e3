import { z } from 'zod';
import { LIST_ORDERS } from '../../domain/list-parts';
import { decodeCursor } from '../page-cursor';
import { instantInQuery } from './instant';
import { wholeNumberOr } from './whole-number';

export const CURSOR = 'the next_cursor of a page before, of the same list with the same filters and order';

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
