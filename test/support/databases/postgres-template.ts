/** Database with all tables and no rows, from which each test's own is copied. */
export const TEMPLATE_DATABASE = 'template_migrated';

/** The same server's URL, with another database. */
export function withDatabase(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}
