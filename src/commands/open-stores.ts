import path from 'node:path';
import type { Knex } from 'knex';
import { composeStores } from '../compose-stores';
import type { Stores } from '../compose-stores';
import type { Config } from '../config';
import { developmentMasterKeys } from '../setup/development-master-keys';
import { openDatabase } from '../store/knex';
import { parseMasterKeys } from '../store/master-keys';

/** No statement of the stores takes a tenth of it. */
const MAX_SILENCE_MS = 30_000;

export interface OpenStores {
  readonly db: Knex;
  readonly stores: Stores;
}

export function databaseUrl({ DATABASE_URL, DATA_DIR }: Config): string {
  return DATABASE_URL ?? `sqlite:${path.join(DATA_DIR, 'webhooks.db')}`;
}

/** Opens the database and the stores over it. The caller destroys `db`. */
export async function openStores(config: Config): Promise<OpenStores> {
  const masterKeys = parseMasterKeys(config.MASTER_KEYS ?? developmentMasterKeys(config.DATA_DIR));
  const db = await openDatabase(databaseUrl(config), { maxSilenceMs: MAX_SILENCE_MS });
  return { db, stores: composeStores(db, masterKeys) };
}

/** Opens the stores for one task and closes them after it. */
export async function withStores<T>(config: Config, task: (open: OpenStores) => Promise<T>): Promise<T> {
  const open = await openStores(config);
  try {
    return await task(open);
  } finally {
    await open.db.destroy();
  }
}
