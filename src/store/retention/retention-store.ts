import type { Knex } from 'knex';
import { isPostgres, readerOf, rowsOf, type RawAnswer } from '../database/reads';
import { createOldRows, OLD_TABLES } from './old-rows';
import { createOldStatistics, OLD_COUNTS } from './old-statistics';

/**
 * On SQLite nobody else writes meanwhile; on PostgreSQL a step keeps nobody waiting, and a short one is mostly
 * overhead.
 */
const STEP_TARGET_MS = { sqlite: 5, postgres: 100 };

/** What grows old in a database, and the space that it leaves. */
export function createRetentionStore(db: Knex) {
  return {
    kinds: [
      ...OLD_TABLES.map((table) => createOldRows(db, table)),
      ...OLD_COUNTS.map((counts) => createOldStatistics(db, counts)),
    ],
    stepTargetMs: isPostgres(db) ? STEP_TARGET_MS.postgres : STEP_TARGET_MS.sqlite,
    /**
     * Moves what a step has written from SQLite's write-ahead log into the file, on a connection that keeps no writer
     * waiting. Otherwise whoever publishes next might have to move thousands of pages from all over the file.
     */
    async settle(): Promise<void> {
      if (!isPostgres(db)) await readerOf(db).raw('pragma wal_checkpoint(passive)');
    },
    giveBackSpace: (maxPages: number) => giveBackSpace(db, maxPages),
  };
}

/** So much of a file stays free for what comes next: pages that are given back have to be made again. */
const KEPT_SHARE = 0.1;
/** Of `pragma auto_vacuum`: free pages are moved to the end of the file and cut off, some at a time. */
const INCREMENTAL = 2;

/**
 * Gives free pages of an SQLite file back to the file system, unless they are less than a tenth of the file.
 *
 * @returns how many pages, and how many milliseconds that took without the wait for a connection. `undefined` when
 *   there is nothing to give back, or the file was made without this. `undefined` on PostgreSQL too, which uses its
 *   space again by itself.
 */
async function giveBackSpace(db: Knex, maxPages: number) {
  if (isPostgres(db)) return undefined;
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
