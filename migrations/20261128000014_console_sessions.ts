import type { Knex } from 'knex';
import { binaryText } from './binary-text';

/** Signed-in users of the Console, by the hash of their token; the audit log says what they changed there. */
export async function up(knex: Knex): Promise<void> {
  const text = binaryText(knex);

  await knex.schema.createTable('console_sessions', (table) => {
    table.specificType('id', text).primary();
    table.specificType('token_hash', text).notNullable().unique();
    table.specificType('api_key', text).notNullable().references('access_keys.api_key').onDelete('CASCADE');
    table.specificType('created_at', text).notNullable();
    table.specificType('last_seen_at', text).notNullable();
    table.specificType('expires_at', text).notNullable();
    table.specificType('ip', text);
    table.specificType('user_agent', text);
    table.index(['api_key', 'created_at'], 'console_sessions_of_key');
    table.index(['expires_at'], 'console_sessions_by_end');
  });

  await knex.raw('alter table audit_log add column via text');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table audit_log drop column via');
  await knex.schema.dropTable('console_sessions');
}
