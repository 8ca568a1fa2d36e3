import type { Knex } from 'knex';
import { readerOf } from '../database/reader-of';
import { rowsOf, type RawAnswer } from '../database/rows';

/** So much of a file stays free for what comes next: pages that are given back have to be made again. */
const KEPT_SHARE = 0.1;
/** Of `pragma auto_vacuum`: free pages are moved to the end of the file and cut off, some at a time. */
const INCREMENTAL = 2;

/**
 * Gives free pages of an SQLite file back to the file system, unless they are less than a tenth of the file.
 *
 * @returns how many pages, and how many milliseconds that took without the wait for a connection; `undefined` when there is
 *   nothing to give back, in a file that was made without this, and on PostgreSQL, which uses its space again by itself.
 */
export async function giveBackSpace(db: Knex, maxPages: number) {
  if ((db.client as { config: Knex.Config }).config.client === 'pg') return undefined;
  const reader = readerOf(db);
  if ((await pragma(reader, 'auto_vacuum')) !== INCREMENTAL) return undefined;
  const surplus = await surplusPages(reader);
  if (surplus <= 0) return undefined;
  const before = await pragma(reader, 'page_count');
  const vacuum = `pragma incremental_vacuum(${Math.min(surplus, maxPages)})`;
  return db.transaction(async (trx) => {
    const begunMs = performance.now();
    await trx.raw(vacuum);
    const pages = Math.max(0, before - (await pragma(trx, 'page_count')));
    return { pages, heldMs: performance.now() - begunMs };
  });
}

async function surplusPages(db: Knex): Promise<number> {
  const free = await pragma(db, 'freelist_count');
  return Math.floor(free - (await pragma(db, 'page_count')) * KEPT_SHARE);
}

async function pragma(db: Knex, name: 'auto_vacuum' | 'freelist_count' | 'page_count'): Promise<number> {
  const statement = `pragma ${name}`;
  const [row] = rowsOf(await db.raw<RawAnswer<Readonly<Record<string, number>>>>(statement));
  return row?.[name] ?? 0;
}
