import { z } from 'zod';
import { decodeCursor } from '../page-cursor';
import { instant } from './instant';
import { wholeNumberOr } from './whole-number';

const CURSOR = 'the next_cursor of a page before';

/** The part of a list's query that chooses its page: newest first, `from` included, `to` excluded. */
export const pageFields = {
  from: instant.transform(toUtc).optional(),
  to: instant.transform(toUtc).optional(),
  max_results: wholeNumberOr(50, { minimum: 1, maximum: 500 }),
  next_cursor: z.string(CURSOR).describe(CURSOR).transform(readCursor).optional(),
};

function toUtc(text: string): string {
  return new Date(text).toISOString();
}

function readCursor(text: string, ctx: z.RefinementCtx) {
  const cursor = decodeCursor(text);
  if (cursor) return cursor;
  ctx.addIssue({ code: 'custom', message: CURSOR });
  return z.NEVER;
}
