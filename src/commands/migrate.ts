import type { Knex } from 'knex';
import type { CommandContext } from '../cli';
import type { Config } from '../config';
import { openDatabase } from '../store/database/knex';
import { migrateDown, migrateUp, migrationStatus } from '../store/database/migrate';
import { databaseUrl } from '../app/open-stores';

/** Only `up` makes a database. */
const EXISTING = { mustExist: true };

/** `up`: to the newest schema; `down`: undoes the newest migration; `status`: what is applied and what is pending. */
export async function runMigrate({ config, args, print }: CommandContext): Promise<void> {
  const [direction] = args;
  if (direction === 'up') print(listed('applied', await migrate(config, migrateUp)));
  else if (direction === 'down') print(listed('undone', await migrate(config, migrateDown, EXISTING)));
  else {
    const { applied, pending } = await migrate(config, migrationStatus, EXISTING);
    print(`${listed('applied', applied)}\n${listed('pending', pending)}`);
  }
}

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

function listed(what: string, names: readonly string[]): string {
  return `${what}: ${names.length === 0 ? 'none' : names.join(', ')}`;
}
