import createKnex, { type Knex } from 'knex';
import { maskPassword } from '../../domain/destinations/destination-url';
import { postgresConfig } from './postgres-config';
import { attachReader } from './reads';
import { sqliteConfig, sqliteReaderConfig } from './sqlite-config';

const SQLITE_PREFIX = 'sqlite:';
const POSTGRES_URL = /^postgres(ql)?:\/\//;
/** Half of the 10 s within which every request is to be answered. */
const CONNECTION_TIMEOUT_MS = 5_000;
/** Knex would print what it also throws. */
const SILENT = { warn: ignore, error: ignore, deprecate: ignore, debug: ignore };

interface DatabaseOptions {
  /** How long a statement may go without an answer of PostgreSQL, which cancels it a little earlier; unlimited by default. */
  readonly maxSilenceMs?: number;
  /** Refuses an SQLite file that does not exist, which is made otherwise. */
  readonly mustExist?: boolean;
}

/**
 * Opens a database and makes sure that it answers. What is read outside of transactions goes to its `readerOf`.
 *
 * On SQLite, where another process may share the file, each transaction's first statement must be a
 * write: a transaction that starts by reading cannot wait for the other process's write to end.
 *
 * Errors of its queries name the statement, never the values in it.
 *
 * @param databaseUrl `sqlite:<path>` (relative to the working directory), `postgres://…` or
 *   `postgresql://…`. Source: docs/decisions.md D52.
 * @throws Error, one line that names DATABASE_URL with its password masked.
 */
export async function openDatabase(databaseUrl: string, options: DatabaseOptions = {}): Promise<Knex> {
  let db: Knex | undefined;
  try {
    db = openPool(knexConfig(databaseUrl, options));
    await db.raw('select 1');
    if (databaseUrl.startsWith(SQLITE_PREFIX)) {
      // After the writer, which has made the file.
      const reader = openPool(sqliteReaderConfig(databaseUrl.slice(SQLITE_PREFIX.length)));
      attachReader(db, reader);
      await reader.raw('select 1');
    }
    return db;
  } catch (cause) {
    await db?.destroy();
    throw new Error(`DATABASE_URL ${maskPassword(databaseUrl)}: ${firstLine(cause)}`, { cause });
  }
}

function openPool(config: Knex.Config): Knex {
  const pool = createKnex({
    ...config,
    acquireConnectionTimeout: CONNECTION_TIMEOUT_MS,
    compileSqlOnError: false,
    log: SILENT,
  });
  pool.on('query-error', forgetValues);
  return pool;
}

function ignore(): void {}

/** PostgreSQL quotes the failing row, secrets and payloads included, beside the message. */
function forgetValues(error: { detail?: unknown; where?: unknown }): void {
  delete error.detail;
  delete error.where;
}

function knexConfig(databaseUrl: string, { maxSilenceMs, mustExist = false }: DatabaseOptions): Knex.Config {
  if (databaseUrl.startsWith(SQLITE_PREFIX)) {
    return sqliteConfig(databaseUrl.slice(SQLITE_PREFIX.length), { mustExist });
  }
  if (POSTGRES_URL.test(databaseUrl)) {
    return postgresConfig(databaseUrl, { connectionTimeoutMs: CONNECTION_TIMEOUT_MS, maxSilenceMs });
  }
  throw new Error('expected sqlite:<path>, postgres://… or postgresql://…');
}

function firstLine(cause: unknown): string {
  const { errors, message } = cause as Partial<AggregateError>;
  // Several addresses of one name were tried, each in vain.
  if (errors && errors.length > 0) return firstLine(errors[0]);
  const text = message || String(cause);
  return text.split('\n', 1)[0] ?? text;
}
