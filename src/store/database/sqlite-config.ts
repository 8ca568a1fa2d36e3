import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Knex } from 'knex';
import { Lru } from '../../kit/lru';

const NO_FILE =
  'there is no such file: expected the one that "migrate up" makes, in DATA_DIR unless DATABASE_URL is set';
/** Each may keep one of the four threads that Node has for files, names and SQLite. */
const READERS = 2;

// A checkpoint, for which a write waits some 20 to 30 ms, comes after 32 MB of changes: at SQLite's 4 MB it would meet
// one in fifty resolved events. `auto_vacuum` counts for a file that is new: its free pages can be given back later.
const WRITER_SETTINGS =
  'pragma busy_timeout = 5000; pragma auto_vacuum = incremental; pragma journal_mode = wal; pragma foreign_keys = on; pragma synchronous = normal; pragma wal_autocheckpoint = 8000;';
const READER_SETTINGS = 'pragma busy_timeout = 5000; pragma query_only = on;';

/** @throws Error when there is no path, or no file and there must be one. */
export function sqliteConfig(path: string, { mustExist }: { readonly mustExist: boolean }): Knex.Config {
  if (path === '') throw new Error('expected a path after "sqlite:"');
  const filename = resolve(path);
  if (mustExist && !existsSync(filename)) throw new Error(NO_FILE);
  mkdirSync(dirname(filename), { recursive: true });
  return {
    client: 'sqlite3',
    connection: { filename },
    useNullAsDefault: true,
    // One connection: SQLite has one writer, and queueing here costs less than its busy wait.
    pool: { min: 1, max: 1, afterCreate: withSettings(WRITER_SETTINGS) },
  };
}

/** Of connections that only read: with a write-ahead log, no write makes them wait. */
export function sqliteReaderConfig(path: string): Knex.Config {
  return {
    ...sqliteConfig(path, { mustExist: true }),
    pool: { min: READERS, max: READERS, afterCreate: withSettings(READER_SETTINGS) },
  };
}

interface SqliteConnection extends StatementConnection {
  exec(sql: string, done: (error: NodeJS.ErrnoException | null) => void): void;
}

const OPEN_TRIES = 100;
const OPEN_PAUSE_MS = 50;

/** Tries again while another process switches the file to WAL: for that alone SQLite's busy timeout does not wait. */
function withSettings(settings: string) {
  return function configure(
    connection: SqliteConnection,
    done: (error: Error | null, connection: unknown) => void,
    triesLeft = OPEN_TRIES,
  ): void {
    connection.exec(settings, (error) => {
      const isBusy = error?.code === 'SQLITE_BUSY';
      if (isBusy && triesLeft > 1) {
        setTimeout(() => configure(connection, done, triesLeft - 1), OPEN_PAUSE_MS);
        return;
      }
      if (!error) keepStatements(connection);
      done(error, connection);
    });
  };
}

/** Of one connection. A statement for many rows is another one for each number of rows. */
const MAX_STATEMENTS = 100;

type Done = (error: Error | null, rows?: unknown[]) => void;

interface PreparedStatement {
  all(values: unknown, done: Done): unknown;
  run(values: unknown, done: Done): unknown;
  finalize(): unknown;
}

/** A connection of the driver `sqlite3`, as Knex uses it. */
interface StatementConnection {
  all(sql: string, values: unknown, done: Done): unknown;
  run(sql: string, values: unknown, done: Done): unknown;
  close(done: Done): unknown;
  prepare(sql: string, done: Done): PreparedStatement;
}

/**
 * Makes a connection of SQLite keep its statements prepared, those used last: to prepare one costs more than most
 * statements do, and a turn of another thread. The connection serves one statement at a time, as Knex sees to.
 */
function keepStatements(connection: StatementConnection): void {
  const kept = new Lru<PreparedStatement>({
    maxEntries: MAX_STATEMENTS,
    onForget: (statement) => statement.finalize(),
  });
  const close = connection.close.bind(connection);

  function prepared(sql: string, done: Done): PreparedStatement {
    return kept.use(sql, () =>
      connection.prepare(sql, (error) => {
        if (!error) return;
        kept.delete(sql);
        done(error);
      }),
    );
  }

  /** One that failed may have stopped halfway, as when it waited for another connection: kept, it would stay open. */
  function forgetting(sql: string, statement: PreparedStatement, done: Done): Done {
    return function (this: unknown, error, rows) {
      if (error) {
        kept.delete(sql);
        statement.finalize();
      }
      done.call(this, error, rows);
    };
  }

  connection.all = (sql, values, done) => {
    const statement = prepared(sql, done);
    return statement.all(values, forgetting(sql, statement, done));
  };
  connection.run = (sql, values, done) => {
    const statement = prepared(sql, done);
    return statement.run(values, forgetting(sql, statement, done));
  };
  connection.close = (done) => {
    // SQLite closes no connection that has statements.
    kept.clear();
    return close(done);
  };
}
