import type { Knex } from 'knex';
import { binaryText } from './binary-text';

/** What an event is about, to find it by. Events that are there keep NULL: their payloads would all have to be read. */
export async function up(knex: Knex): Promise<void> {
  const text = binaryText(knex);
  await knex.schema.alterTable('events', (table) => {
    table.specificType('subject', text);
  });
  await knex.schema.alterTable('events', (table) => {
    table.index(['environment_id', 'subject', 'received_at', 'event_id'], 'events_by_subject', {
      predicate: knex.whereNotNull('subject'),
    });
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index events_by_subject');
  // Not by the schema builder, which on SQLite copies the table.
  await knex.raw('alter table events drop column subject');
}
