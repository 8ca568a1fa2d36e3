import type { Knex } from 'knex';
import { migrationSource } from '../../../migrations';
import { isPostgres } from './reads';

/* Any constant serves, as long as every version of this software uses the same. */
const POSTGRES_ADVISORY_LOCK = 7_412_668_301;

/**
 * Applies every pending migration, all or none. A second process that does so at the same time
 * waits for the first, and then finds nothing to do. A crash leaves no lock behind.
 *
 * @returns the names of the migrations that were applied.
 */
export async function migrateUp(db: Knex): Promise<readonly string[]> {
  return alone(db, async (trx) => {
    const [, applied] = (await trx.migrate.latest({ migrationSource })) as [number, string[]];
    return applied;
  });
}

/**
 * Takes back the migration that was applied last.
 *
 * @returns its name, or nothing when none was applied.
 */
export async function migrateDown(db: Knex): Promise<readonly string[]> {
  return alone(db, async (trx) => {
    const [, reverted] = (await trx.migrate.down({ migrationSource })) as [number, string[]];
    return reverted;
  });
}

/** Which migrations were applied and which are still to come, oldest first. Changes nothing. */
export async function migrationStatus(
  db: Knex,
): Promise<{ readonly applied: readonly string[]; readonly pending: readonly string[] }> {
  const isNew = !(await db.schema.hasTable('knex_migrations'));
  const applied: string[] = isNew
    ? []
    : await db<{ id: number; name: string }>('knex_migrations').orderBy('id').pluck('name');
  const names = (await migrationSource.getMigrations([])).map((one) => migrationSource.getMigrationName(one));
  return { applied, pending: names.filter((name) => !applied.includes(name)) };
}

async function alone<Result>(db: Knex, work: (trx: Knex.Transaction) => Promise<Result>): Promise<Result> {
  return db.transaction(async (trx) => {
    if (isPostgres(db)) {
      await trx.raw('select pg_advisory_xact_lock(?)', [POSTGRES_ADVISORY_LOCK]);
    } else {
      // Any write takes SQLite's write lock at once; this one changes nothing.
      await trx.raw('pragma user_version = 0');
    }
    return work(trx);
  });
}
