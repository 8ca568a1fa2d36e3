import { openDatabase } from '../../../src/store/database/knex';
import { migrateUp } from '../../../src/store/database/migrate';

/** Makes the file with all tables and no rows, from which each test's own database is copied. */
export async function createSqliteTemplate(file: string): Promise<void> {
  const db = await openDatabase(`sqlite:${file}`);
  await migrateUp(db);
  // Closing moves the write-ahead log into the file.
  await db.destroy();
}
