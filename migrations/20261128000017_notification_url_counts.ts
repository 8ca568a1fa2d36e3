import type { Knex } from 'knex';

/**
 * What the notification URLs of a product environment are asked for: how their deliveries ended, and which event types
 * happened of late. A pending delivery is not in the first index, so each is written into it once.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('deliveries', (table) => {
    table.index(['environment_id', 'uri', 'status', 'created_at'], 'deliveries_ended_by_url', {
      predicate: knex.where('status', '<>', knex.raw("'pending'")),
    });
  });
  await knex.schema.alterTable('events', (table) => {
    table.index(['environment_id', 'event_type', 'received_at', 'event_id'], 'events_by_type');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index events_by_type');
  await knex.raw('drop index deliveries_ended_by_url');
}
