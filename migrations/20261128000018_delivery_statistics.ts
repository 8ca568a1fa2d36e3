import type { Knex } from 'knex';
import { binaryText } from './binary-text';

const COUNTS = [
  'accepted',
  'delivered',
  'failed',
  'cancelled',
  'attempts',
  'rejected',
  'unreachable',
  'first_try',
];
const HISTOGRAMS = ['answer', 'first_attempt'];
const HISTOGRAM_PARTS = 10;

/** Counts of minutes and hours, and the indexes by which they are counted. An end other than success is rare. */
export async function up(knex: Knex): Promise<void> {
  const text = binaryText(knex);
  await knex.schema.createTable('delivery_statistics', (table) => {
    table
      .specificType('environment_id', text)
      .notNullable()
      .references('product_environments.id')
      .onDelete('CASCADE');
    table.integer('span_seconds').notNullable();
    table.bigInteger('at_seconds').notNullable();
    table.specificType('destination_host', text).notNullable();
    table.specificType('event_type', text).notNullable();
    for (const name of COUNTS) table.integer(name).notNullable();
    for (const name of HISTOGRAMS) {
      for (let part = 0; part < HISTOGRAM_PARTS; part += 1) table.integer(`${name}_${part}`).notNullable();
    }
    table.primary(
      ['environment_id', 'span_seconds', 'at_seconds', 'destination_host', 'event_type'],
      'delivery_statistics_pkey',
    );
    table.index(['span_seconds', 'at_seconds'], 'delivery_statistics_by_time');
  });
  await knex.schema.alterTable('attempts', (table) => {
    table.index(['started_at'], 'attempts_by_time');
  });
  await knex.schema.alterTable('deliveries', (table) => {
    table.index(['updated_at'], 'deliveries_given_up', {
      predicate: knex.whereRaw("status in ('failed', 'cancelled')"),
    });
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index deliveries_given_up');
  await knex.raw('drop index attempts_by_time');
  await knex.schema.dropTable('delivery_statistics');
}
