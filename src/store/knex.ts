import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import createKnex, { type Knex } from 'knex';
import { limitSilence, type PostgresConnection } from './limit-silence';
import { maskPassword } from './mask-password';

const SQLITE_PREFIX = 'sqlite:';
const POSTGRES_URL = /^postgres(ql)?:\/\//;
const POSTGRES_POOL_SIZE = 10;
/** A caller gives up after some 15 s at most, and is better told before. */
const CONNECTION_TIMEOUT_MS = 5_000;
const NO_FILE =
  'there is no such file: expected the one that "migrate up" makes, in DATA_DIR unless DATABASE_URL is set';
/** Knex would print what it also throws. */
const SILENT = { warn: ignore, error: ignore, deprecate: ignore, debug: ignore };

interface DatabaseOptions {
  /** How long a statement may go without an answer of PostgreSQL; unlimited by default. */
  readonly maxSilenceMs?: number;
  /** Refuses an SQLite file that does not exist, which is made otherwise. */
  readonly mustExist?: boolean;
}

/**
 * Opens a database and makes sure that it answers.
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
    db = createKnex({
      ...knexConfig(databaseUrl, options),
      acquireConnectionTimeout: CONNECTION_TIMEOUT_MS,
      compileSqlOnError: false,
      log: SILENT,
    });
    db.on('query-error', forgetValues);
    await db.raw('select 1');
    return db;
  } catch (cause) {
    await db?.destroy();
    throw new Error(`DATABASE_URL ${maskPassword(databaseUrl)}: ${firstLine(cause)}`, { cause });
  }
}

function ignore(): void {}

/** PostgreSQL quotes the failing row, secrets and payloads included, beside the message. */
function forgetValues(error: { detail?: unknown; where?: unknown }): void {
  delete error.detail;
  delete error.where;
}

function knexConfig(databaseUrl: string, { maxSilenceMs, mustExist = false }: DatabaseOptions): Knex.Config {
  if (databaseUrl.startsWith(SQLITE_PREFIX)) {
    return sqliteConfig(databaseUrl.slice(SQLITE_PREFIX.length), mustExist);
  }
  if (POSTGRES_URL.test(databaseUrl)) return postgresConfig(databaseUrl, maxSilenceMs);
  throw new Error('expected sqlite:<path>, postgres://… or postgresql://…');
}

function sqliteConfig(path: string, mustExist: boolean): Knex.Config {
  if (path === '') throw new Error('expected a path after "sqlite:"');
  const filename = resolve(path);
  if (mustExist && !existsSync(filename)) throw new Error(NO_FILE);
  mkdirSync(dirname(filename), { recursive: true });
  return {
    client: 'sqlite3',
    connection: { filename },
    useNullAsDefault: true,
    // One connection: SQLite has one writer, and queueing here costs less than its busy wait.
    pool: { min: 1, max: 1, afterCreate: configureSqlite },
  };
}

interface SqliteConnection {
  exec(sql: string, done: (error: NodeJS.ErrnoException | null) => void): void;
}

// A checkpoint, for which a write waits some 20 to 30 ms, comes after 32 MB of changes: at SQLite's 4 MB it would meet one
// in fifty resolved events.
const SQLITE_SETTINGS =
  'pragma busy_timeout = 5000; pragma journal_mode = wal; pragma foreign_keys = on; pragma synchronous = normal; pragma wal_autocheckpoint = 8000;';
const OPEN_TRIES = 100;
const OPEN_PAUSE_MS = 50;

/** Tries again while another process switches the file to WAL: for that alone SQLite's busy timeout does not wait. */
function configureSqlite(
  connection: SqliteConnection,
  done: (error: Error | null, connection: unknown) => void,
  triesLeft = OPEN_TRIES,
): void {
  connection.exec(SQLITE_SETTINGS, (error) => {
    const isBusy = error?.code === 'SQLITE_BUSY';
    if (!isBusy || triesLeft <= 1) return done(error, connection);
    setTimeout(() => configureSqlite(connection, done, triesLeft - 1), OPEN_PAUSE_MS);
  });
}

function postgresConfig(connectionString: string, maxSilenceMs: number | undefined): Knex.Config {
  return {
    client: 'pg',
    connection: {
      connectionString,
      application_name: 'webhook-notifications',
      connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
    },
    pool: {
      min: 0,
      max: POSTGRES_POOL_SIZE,
      ...(maxSilenceMs !== undefined && {
        afterCreate: (
          client: PostgresConnection,
          done: (error: null, client: PostgresConnection) => void,
        ) => {
          limitSilence(client, maxSilenceMs);
          done(null, client);
        },
      }),
    },
  };
}

function firstLine(cause: unknown): string {
  const { errors, message } = cause as Partial<AggregateError>;
  // Several addresses of one name were tried, each in vain.
  if (errors && errors.length > 0) return firstLine(errors[0]);
  const text = message || String(cause);
  return text.split('\n', 1)[0] ?? text;
}
