import { Lru } from '../../kit/lru';

/** Of one connection. A statement for many rows is another one for each number of rows. */
const MAX_STATEMENTS = 100;

type Done = (error: Error | null, rows?: unknown[]) => void;

interface PreparedStatement {
  all(values: unknown, done: Done): unknown;
  run(values: unknown, done: Done): unknown;
  finalize(): unknown;
}

/** A connection of the driver `sqlite3`, as Knex uses it. */
export interface StatementConnection {
  all(sql: string, values: unknown, done: Done): unknown;
  run(sql: string, values: unknown, done: Done): unknown;
  close(done: Done): unknown;
  prepare(sql: string, done: Done): PreparedStatement;
}

/**
 * Makes a connection of SQLite keep its statements prepared, those used last: to prepare one costs more than most
 * statements do, and a turn of another thread. The connection serves one statement at a time, as Knex sees to.
 */
export function keepStatements(connection: StatementConnection): void {
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
