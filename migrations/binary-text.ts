import type { Knex } from 'knex';

/**
 * The type of every text column: compared byte by byte, as SQLite does by default. PostgreSQL would
 * follow the server's locale, which skips punctuation, so that pages were ordered differently.
 */
export function binaryText(knex: Knex): string {
  return (knex.client as { config: Knex.Config }).config.client === 'pg' ? 'text collate "C"' : 'text';
}
