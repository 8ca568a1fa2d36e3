import type { Knex } from 'knex';
import { rowsOf, type RawAnswer } from '../database/rows';

/* Any constant serves, as long as every version of this software uses the same. */
const POSTGRES_ADVISORY_LOCK = 7_412_668_302;

/**
 * Deletes in a transaction, while no other process does. Two that delete at a time would look at the same rows, and wait
 * for each other.
 *
 * @param work makes the deletion, and gives the ids of what is gone; its first statement is a write.
 * @returns these ids, and how many milliseconds the transaction lasted, without the wait for a connection; `undefined` when
 *   another process deletes at this moment.
 */
export async function deleteAlone(db: Knex, work: (trx: Knex) => Promise<readonly string[]>) {
  const isPostgres = (db.client as { config: Knex.Config }).config.client === 'pg';
  let begunMs = 0;
  const deleted = await db.transaction(async (trx) => {
    begunMs = performance.now();
    // SQLite has one writer.
    return isPostgres && !(await isAlone(trx)) ? undefined : work(trx);
  });
  return deleted && { ids: new Set(deleted), heldMs: performance.now() - begunMs };
}

async function isAlone(trx: Knex): Promise<boolean> {
  const answer = await trx.raw<RawAnswer<{ alone: boolean }>>(
    'select pg_try_advisory_xact_lock(?) as alone',
    [POSTGRES_ADVISORY_LOCK],
  );
  return rowsOf(answer)[0]?.alone ?? false;
}
