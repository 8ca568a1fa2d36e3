const POSTGRES_UNIQUE_VIOLATION = '23505';

/** Whether a write failed because a unique key has the value already. */
export function isUniqueViolation(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (code === POSTGRES_UNIQUE_VIOLATION) return true;
  return code === 'SQLITE_CONSTRAINT' && /UNIQUE|PRIMARY KEY/i.test(String(message));
}
