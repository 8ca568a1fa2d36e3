import type { Knex } from 'knex';
import { binaryText } from './binary-text';

export async function up(knex: Knex): Promise<void> {
  const text = binaryText(knex);

  await knex.schema.createTable('events', (table) => {
    table.specificType('environment_id', text).notNullable().references('product_environments.id');
    table.specificType('event_id', text).notNullable();
    table.specificType('event_type', text).notNullable();
    table.specificType('payload', text).notNullable();
    table.specificType('request', text).notNullable();
    table.specificType('triggered_at', text).notNullable();
    table.specificType('triggered_by', text).notNullable();
    table.specificType('request_id', text).notNullable();
    table.specificType('received_at', text).notNullable();
    table.specificType('content_hash', text).notNullable();
    table.specificType('started_at', text);
    table.specificType('resolved_at', text);
    table.specificType('verdicts', text);
    table.primary(['environment_id', 'event_id'], 'events_pkey');
    table.index(['received_at'], 'events_unstarted', { predicate: knex.whereNull('started_at') });
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('events');
}
