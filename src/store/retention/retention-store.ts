import type { Knex } from 'knex';
import { readerOf } from '../database/reader-of';
import { giveBackSpace } from './give-back-space';
import { createOldRows } from './old-rows';
import { createOldStatistics, OLD_COUNTS } from './old-statistics';
import { OLD_TABLES } from './old-tables';

/** On SQLite nobody else writes meanwhile; on PostgreSQL a step keeps nobody waiting, and a short one is mostly overhead. */
const STEP_TARGET_MS = { sqlite: 5, postgres: 100 };

/** What grows old in a database, and the space that it leaves. */
export function createRetentionStore(db: Knex) {
  const isPostgres = (db.client as { config: Knex.Config }).config.client === 'pg';
  return {
    kinds: [
      ...OLD_TABLES.map((table) => createOldRows(db, table)),
      ...OLD_COUNTS.map((counts) => createOldStatistics(db, counts)),
    ],
    stepTargetMs: isPostgres ? STEP_TARGET_MS.postgres : STEP_TARGET_MS.sqlite,
    /**
     * Moves what a step has written from SQLite's write-ahead log into the file, on a connection that keeps no writer
     * waiting. Otherwise whoever publishes next might have to move thousands of pages from all over the file.
     */
    async settle(): Promise<void> {
      if (!isPostgres) await readerOf(db).raw('pragma wal_checkpoint(passive)');
    },
    giveBackSpace: (maxPages: number) => giveBackSpace(db, maxPages),
  };
}
