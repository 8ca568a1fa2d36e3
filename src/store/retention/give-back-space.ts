import type { Knex } from 'knex';
import { rowsOf, type RawAnswer } from '../database/rows';

/** So much of a file stays free for what comes next: pages that are given back have to be made again. */
const KEPT_SHARE = 0.1;
/** Of `pragma auto_vacuum`: free pages are moved to the end of the file and cut off, some at a time. */
const INCREMENTAL = 2;

/**
 * Gives free pages of an SQLite file back to the file system, unless they are less than a tenth of the file.
 *
 * @returns how many pages; 0 when there is nothing to give back, in a file that was made without this, and on PostgreSQL,
 *   which uses its space again by itself.
 */
export async function giveBackSpace(db: Knex, maxPages: number): Promise<number> {
  if ((db.client as { config: Knex.Config }).config.client === 'pg') return 0;
  const read = async (name: 'auto_vacuum' | 'freelist_count' | 'page_count') => {
    const pragma = `pragma ${name}`;
    const [row] = rowsOf(await db.raw<RawAnswer<Readonly<Record<string, number>>>>(pragma));
    return row?.[name] ?? 0;
  };
  if ((await read('auto_vacuum')) !== INCREMENTAL) return 0;
  const free = await read('freelist_count');
  const surplus = Math.floor(free - (await read('page_count')) * KEPT_SHARE);
  if (surplus <= 0) return 0;
  const vacuum = `pragma incremental_vacuum(${Math.min(surplus, maxPages)})`;
  await db.raw(vacuum);
  return free - (await read('freelist_count'));
}
