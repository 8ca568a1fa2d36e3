import type { CommandContext } from '../cli';
import { openDatabase } from '../store/knex';
import { migrateDown, migrateUp, migrationStatus } from '../store/migrate';
import { databaseUrl } from './open-stores';
import { UsageError } from './usage-error';

/** `up`: to the newest schema; `down`: undoes the newest migration; `status`: what is applied and what is pending. */
export async function runMigrate({ config, args, print }: CommandContext): Promise<void> {
  const [direction] = args;
  if (direction !== 'up' && direction !== 'down' && direction !== 'status') {
    throw new UsageError(`migrate ${direction ?? ''}: expected up, down or status`);
  }
  const db = await openDatabase(databaseUrl(config));
  try {
    if (direction === 'up') print(listed('applied', await migrateUp(db)));
    else if (direction === 'down') print(listed('undone', await migrateDown(db)));
    else {
      const { applied, pending } = await migrationStatus(db);
      print(`${listed('applied', applied)}\n${listed('pending', pending)}`);
    }
  } finally {
    await db.destroy();
  }
}

function listed(what: string, names: readonly string[]): string {
  return `${what}: ${names.length === 0 ? 'none' : names.join(', ')}`;
}
