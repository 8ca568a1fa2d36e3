import type { Knex } from 'knex';
import { binaryText } from './binary-text';

/** A report that cannot be used is refused, so none is stored with reasons why it was ignored. */
export async function up(knex: Knex): Promise<void> {
  // Not by the schema builder, which on SQLite copies the table.
  await knex.raw('alter table operation_reports drop column ignored');
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('operation_reports', (table) => {
    table.specificType('ignored', binaryText(knex));
  });
}
