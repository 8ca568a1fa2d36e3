import type { Knex } from 'knex';
import { binaryText } from './binary-text';

/**
 * What the purge needs: when somebody last asked for another run of a delivery that had ended, and indexes that lead to
 * the oldest operations and channels. That of `events` leads to the oldest of each product environment already.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('deliveries', (table) => {
    table.specificType('retry_asked_at', binaryText(knex));
  });
  await knex.schema.alterTable('operations', (table) => {
    table.index(['environment_id', 'ended_at', 'operation_id'], 'operations_by_end', {
      predicate: knex.whereNotNull('ended_at'),
    });
  });
  await knex.schema.alterTable('poll_channels', (table) => {
    table.index(['environment_id', 'polled_at', 'address'], 'poll_channels_by_poll');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index poll_channels_by_poll');
  await knex.raw('drop index operations_by_end');
  // Not by the schema builder, which on SQLite copies the table.
  await knex.raw('alter table deliveries drop column retry_asked_at');
}
