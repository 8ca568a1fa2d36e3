import type { Knex } from 'knex';
import type { Config } from '../config';
import { openDatabase } from '../store/database/knex';
import { databaseUrl } from './open-stores';

/** On a connection of its own: a migration of a large database may be silent for long. */
export async function migrate<T>(
  config: Config,
  step: (db: Knex) => Promise<T>,
  options: Parameters<typeof openDatabase>[1] = {},
): Promise<T> {
  const db = await openDatabase(databaseUrl(config), options);
  try {
    return await step(db);
  } finally {
    await db.destroy();
  }
}
