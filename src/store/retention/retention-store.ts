import type { Knex } from 'knex';
import { giveBackSpace } from './give-back-space';
import { createOldRows } from './old-rows';
import { OLD_TABLES } from './old-tables';

/** What grows old in a database, and the space that it leaves. */
export function createRetentionStore(db: Knex) {
  return {
    kinds: OLD_TABLES.map((table) => createOldRows(db, table)),
    giveBackSpace: (maxPages: number) => giveBackSpace(db, maxPages),
  };
}
