import type { Knex } from 'knex';
import { binaryText } from './binary-text';

/** Which trigger an event tests; null for an event that happened. The index holds tests alone. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('events', (table) => {
    table.specificType('test_trigger_id', binaryText(knex));
  });
  await knex.schema.alterTable('events', (table) => {
    table.index(['received_at'], 'events_tests', { predicate: knex.whereNotNull('test_trigger_id') });
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index events_tests');
  // Not by the schema builder, which on SQLite copies the table.
  await knex.raw('alter table events drop column test_trigger_id');
}
