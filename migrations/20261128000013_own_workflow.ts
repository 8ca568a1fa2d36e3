import type { Knex } from 'knex';

/** Whether a delivery has a workflow of its own, or its event's workflow makes its first attempt. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('deliveries', (table) => {
    table.boolean('own_workflow').notNullable().defaultTo(true);
  });
}

export async function down(knex: Knex): Promise<void> {
  // Not by the schema builder, which on SQLite copies the table.
  await knex.raw('alter table deliveries drop column own_workflow');
}
