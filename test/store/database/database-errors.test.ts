import { isDatabaseUnavailable } from '../../../src/store/database/database-errors';

const coded = (code: string, message = 'm') => Object.assign(new Error(message), { code });
const named = (name: string) => Object.assign(new Error('m'), { name });

describe('a database counts as unavailable', () => {
  it.each([
    ['nobody listens', coded('ECONNREFUSED')],
    ['one of several addresses does not answer', new AggregateError([coded('ETIMEDOUT'), new Error('m')])],
    ['the connection breaks off', coded('ECONNRESET')],
    ['its name does not resolve', coded('ENOTFOUND')],
    [
      'the driver lost the connection',
      new Error('insert into "events" - Connection terminated unexpectedly'),
    ],
    ['the driver had no connection in time', new Error('timeout expired')],
    ['the pool has no connection in time', named('KnexTimeoutError')],
    ['the pool is closed', new Error('Unable to acquire a connection')],
    ['PostgreSQL is being shut down', coded('57P01')],
    ['PostgreSQL is starting', coded('57P03')],
    ['PostgreSQL has no connection left', coded('53300')],
    ['the disk of PostgreSQL is full', coded('53100')],
    ['PostgreSQL cannot write its files', coded('58030')],
    ['PostgreSQL is read-only, a standby for instance', coded('25006')],
    ['the password was changed', coded('28P01')],
    ['PostgreSQL chose this transaction to end a deadlock', coded('40P01')],
    [
      'the database takes no connections',
      coded('55000', 'database "a" is not currently accepting connections'),
    ],
    ['SQLite is locked beyond the busy timeout', coded('SQLITE_BUSY')],
    ['the disk of SQLite is full', coded('SQLITE_FULL')],
    [
      'SQLite was full in a transaction and ended it',
      coded('SQLITE_ERROR', 'ROLLBACK - SQLITE_ERROR: cannot rollback - no transaction is active'),
    ],
    ['the disk of SQLite fails', coded('SQLITE_IOERR')],
    ['the file of SQLite may not be written', coded('SQLITE_READONLY')],
  ])('when %s', (_case, error) => {
    expect(isDatabaseUnavailable(error)).toBe(true);
  });

  it.each([
    ['a unique key is taken', coded('23505')],
    ['a unique key is taken in SQLite', coded('SQLITE_CONSTRAINT')],
    ['a statement is wrong', coded('42601')],
    ['a statement is wrong in SQLite', coded('SQLITE_ERROR', 'SQLITE_ERROR: no such table: a')],
    ['a column is missing', coded('42703')],
    ['something else fails whose text speaks of it', new Error('payload: "Connection terminated"')],
    ['a program fails', new TypeError('a is not a function')],
    ['several things fail', new AggregateError([new Error('m')])],
    ['something that is no error is thrown', 'ECONNREFUSED'],
    ['nothing is thrown', undefined],
    ['null is thrown', null],
  ])('not when %s', (_case, error) => {
    expect(isDatabaseUnavailable(error)).toBe(false);
  });
});
