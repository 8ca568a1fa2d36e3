import type { Knex } from 'knex';
import { binaryText } from './binary-text';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('access_keys', (table) => {
    table
      .specificType('role', binaryText(knex))
      .notNullable()
      .defaultTo('admin')
      .checkIn(['admin', 'events:publish', 'read'], 'access_keys_role_known');
  });
}

export async function down(knex: Knex): Promise<void> {
  // Not by the schema builder, which on SQLite copies the table.
  await knex.raw('alter table access_keys drop column role');
}
