import type { Knex } from 'knex';
import { binaryText } from './binary-text';

/** The template of a body, so that it can be rendered again when its signing key is gone. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('deliveries', (table) => {
    table.specificType('payload_template', binaryText(knex));
  });
}

export async function down(knex: Knex): Promise<void> {
  // Not by the schema builder, which on SQLite copies the table.
  await knex.raw('alter table deliveries drop column payload_template');
}
