import type { Knex } from 'knex';

/** Whether a delivery is a test: it has one attempt in each run, and counts in no statistics. The index holds tests alone. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('deliveries', (table) => {
    table.boolean('is_test').notNullable().defaultTo(false);
  });
  await knex.schema.alterTable('deliveries', (table) => {
    table.index(['updated_at'], 'deliveries_tests', { predicate: knex.whereRaw('is_test') });
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index deliveries_tests');
  // Not by the schema builder, which on SQLite copies the table.
  await knex.raw('alter table deliveries drop column is_test');
}
