import path from 'node:path';
import type { Knex } from 'knex';
import { composeStores } from './stores';
import type { Stores } from './stores';
import type { Config } from '../config';
import type { Logger } from '../logger';
import { startDatabaseClock } from '../store/database/database-clock';
import { developmentMasterKeys, masterKeysFile } from '../local/demo/development-master-keys';
import { openDatabase } from '../store/database/knex';
import { parseMasterKeys } from '../store/secrets/master-keys';
import { migrationStatus } from '../store/database/migrate';
import { refuseUnusableMasterKeys } from '../store/secrets/refuse-unusable-master-keys';

/** No statement of the stores takes a tenth of it; a request waits longer than that for the answer. */
const MAX_SILENCE_MS = 5_000;

export interface OpenStores {
  readonly db: Knex;
  readonly stores: Stores;
  /** The time of the database. */
  readonly now: () => Date;
  close(): Promise<void>;
}

interface Options {
  readonly maxSilenceMs?: number | undefined;
  /** Told of clocks that differ. */
  readonly logger?: Logger;
}

export function databaseUrl({ DATABASE_URL, DATA_DIR }: Config): string {
  return DATABASE_URL ?? `sqlite:${path.join(DATA_DIR, 'webhooks.db')}`;
}

/**
 * Opens the database and the stores over it. The caller closes it.
 *
 * @throws Error, one readable line, when there is no database, its schema is not the newest, or the master keys do not
 *   open its secrets.
 */
export async function openStores(
  config: Config,
  { maxSilenceMs = MAX_SILENCE_MS, logger }: Options = {},
): Promise<OpenStores> {
  const db = await openDatabase(databaseUrl(config), { maxSilenceMs, mustExist: true });
  try {
    await refusePendingMigrations(db);
    const masterKeys = parseMasterKeys(config.MASTER_KEYS ?? developmentMasterKeys(config.DATA_DIR));
    await refuseUnusableMasterKeys(db, masterKeys, masterKeysSource(config));
    const { now, stop } = await startDatabaseClock(db, { logger });
    const close = async () => {
      stop();
      await db.destroy();
    };
    return { db, stores: composeStores(db, masterKeys, now), now, close };
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

function masterKeysSource({ MASTER_KEYS, DATA_DIR }: Config): string {
  return MASTER_KEYS === undefined ? `MASTER_KEYS (not set: ${masterKeysFile(DATA_DIR)})` : 'MASTER_KEYS';
}

async function refusePendingMigrations(db: Knex): Promise<void> {
  const { pending } = await migrationStatus(db);
  if (pending.length > 0) {
    throw new Error(`the database lacks these migrations: ${pending.join(', ')}; run "migrate up" first`);
  }
}

/** Opens the stores for one task and closes them after it. */
export async function withStores<T>(config: Config, task: (open: OpenStores) => Promise<T>): Promise<T> {
  const open = await openStores(config);
  try {
    return await task(open);
  } finally {
    await open.close();
  }
}
