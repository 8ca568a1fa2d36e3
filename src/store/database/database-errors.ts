/** Of Node: no connection, or one that broke off. */
const NETWORK_CODES: readonly string[] = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
];

/**
 * No connection, no authorization to connect, no such database, rolled back for others' sake, no resources (a full disk
 * is one), shutting down, an error of the system. Then: a read-only server, and a statement that was cancelled.
 * Source: PostgreSQL 18, appendix A, by class.
 */
const POSTGRES_STATES = /^((08|28|3D|40|53|58)\w{3}|57P\w{2}|25006|57014|55P03)$/;

/** Locked beyond the busy timeout, full, failing, or not to be written. Source: sqlite.org/rescode.html. */
const SQLITE_CODES: readonly string[] = [
  'SQLITE_BUSY',
  'SQLITE_LOCKED',
  'SQLITE_FULL',
  'SQLITE_IOERR',
  'SQLITE_NOMEM',
  'SQLITE_READONLY',
  'SQLITE_CANTOPEN',
  'SQLITE_PROTOCOL',
];

/**
 * Of the driver for PostgreSQL, of the pool and of Knex, which give no code that tells; Knex puts the statement before it.
 * SQLite ends a transaction by itself when it is full or failing: then Knex reports its own rollback, which was in vain.
 */
const MESSAGES =
  /(?:^| - )(?:Connection terminated|timeout expired|Client (?:has encountered a connection error|was closed) and is not queryable|Unable to acquire a connection$|aborted$|SQLITE_ERROR: cannot rollback - no transaction is active|database "[^"]*" is not currently accepting connections)/;

/**
 * Whether an error says that the database cannot be read or written at present, whatever is asked of it: it is away,
 * overloaded, full or read-only. Nothing is wrong with the request then; the same one may succeed later.
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  const { name, code, message, errors } = Object(error) as Partial<AggregateError & NodeJS.ErrnoException>;
  // Several addresses of one name were tried, each in vain.
  if (Array.isArray(errors)) return errors.some(isDatabaseUnavailable);
  if (name === 'KnexTimeoutError') return true;
  if (code !== undefined && isUnavailableCode(code)) return true;
  return MESSAGES.test(message ?? '');
}

function isUnavailableCode(code: string): boolean {
  return NETWORK_CODES.includes(code) || SQLITE_CODES.includes(code) || POSTGRES_STATES.test(code);
}

const POSTGRES_UNIQUE_VIOLATION = '23505';

/** Whether a write failed because a unique key has the value already. */
export function isUniqueViolation(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (code === POSTGRES_UNIQUE_VIOLATION) return true;
  return code === 'SQLITE_CONSTRAINT' && /UNIQUE|PRIMARY KEY/i.test(String(message));
}
