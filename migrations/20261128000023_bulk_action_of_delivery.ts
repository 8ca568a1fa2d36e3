import type { Knex } from 'knex';
import { binaryText } from './binary-text';

/** Which bulk action did something to a delivery last. Few deliveries are in the index. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('deliveries', (table) => {
    table.specificType('bulk_action_id', binaryText(knex));
  });
  await knex.schema.alterTable('deliveries', (table) => {
    table.index(['environment_id', 'bulk_action_id', 'created_at', 'id'], 'deliveries_by_bulk_action', {
      predicate: knex.whereNotNull('bulk_action_id'),
    });
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index deliveries_by_bulk_action');
  // Not by the schema builder, which on SQLite copies the table.
  await knex.raw('alter table deliveries drop column bulk_action_id');
}
