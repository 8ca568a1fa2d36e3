import type { Knex } from 'knex';
import { giveBackSpace } from './give-back-space';
import { createOldRows } from './old-rows';
import { OLD_TABLES } from './old-tables';

/** On SQLite nobody else writes meanwhile; on PostgreSQL a step keeps nobody waiting, and a short one is mostly overhead. */
const STEP_TARGET_MS = { sqlite: 10, postgres: 100 };

/** What grows old in a database, and the space that it leaves. */
export function createRetentionStore(db: Knex) {
  const isPostgres = (db.client as { config: Knex.Config }).config.client === 'pg';
  return {
    kinds: OLD_TABLES.map((table) => createOldRows(db, table)),
    stepTargetMs: isPostgres ? STEP_TARGET_MS.postgres : STEP_TARGET_MS.sqlite,
    giveBackSpace: (maxPages: number) => giveBackSpace(db, maxPages),
  };
}
