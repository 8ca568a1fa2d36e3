import { z } from 'zod';
import { decodeCursor } from '../page-cursor';
import { instant } from './instant';
import { wholeNumberOr } from './whole-number';

export const CURSOR = 'the next_cursor of a page before, of the same list with the same filters';

/** The part of a list's query that chooses its page: newest first, `from` included, `to` excluded. */
export const pageFields = {
  from: instant.transform(toUtc).optional(),
  to: instant.transform(toUtc).optional(),
  max_results: wholeNumberOr(50, { minimum: 1, maximum: 500 }),
  next_cursor: z.string(CURSOR).describe(CURSOR).transform(readCursor).optional(),
};

/** Times are kept in milliseconds: a part of one moves the border to the next. */
function toUtc(text: string): string {
  const hasPartOfMs = /\.\d{3}\d*[1-9]/.test(text);
  return new Date(Date.parse(text) + (hasPartOfMs ? 1 : 0)).toISOString();
}

function readCursor(text: string, ctx: z.RefinementCtx) {
  const cursor = decodeCursor(text);
  if (cursor) return cursor;
  ctx.addIssue({ code: 'custom', message: CURSOR });
  return z.NEVER;
}
