import type { Knex } from 'knex';
import { binaryText } from './binary-text';

/** Requests for many deliveries at once, and how far each has come. */
export async function up(knex: Knex): Promise<void> {
  const text = binaryText(knex);

  await knex.schema.createTable('bulk_actions', (table) => {
    table.specificType('id', text).primary();
    table
      .specificType('environment_id', text)
      .notNullable()
      .references('product_environments.id')
      .onDelete('CASCADE');
    table.specificType('kind', text).notNullable().checkIn(['retry', 'cancel'], 'bulk_actions_kind_known');
    table.specificType('filter', text).notNullable();
    table.boolean('force').notNullable();
    table.specificType('as_of', text).notNullable();
    table.integer('per_second').notNullable();
    table.integer('total').notNullable();
    table.specificType('outcomes', text).notNullable();
    table.specificType('last_failure', text);
    table.specificType('actor_kind', text).notNullable();
    table.specificType('actor_id', text).notNullable();
    table.specificType('via', text);
    table.integer('batch_number').notNullable();
    table.specificType('batch', text);
    table.specificType('cursor_at', text);
    table.specificType('cursor_id', text);
    table.specificType('created_at', text).notNullable();
    table.specificType('updated_at', text).notNullable();
    table.specificType('started_at', text);
    table.specificType('cancel_requested_at', text);
    table.specificType('ended_at', text);
    table.specificType('ended_as', text).checkIn(['completed', 'cancelled'], 'bulk_actions_end_known');
    table.index(['environment_id', 'created_at', 'id'], 'bulk_actions_by_age');
    table.index(['created_at', 'id'], 'bulk_actions_open', { predicate: knex.whereNull('ended_at') });
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('bulk_actions');
}
