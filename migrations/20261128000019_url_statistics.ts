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
const ERROR_CODES = [
  'http_status',
  'timeout',
  'dns_error',
  'connection_refused',
  'connection_failed',
  'connection_reset',
  'tls_error',
  'invalid_response',
  'destination_not_allowed',
  'signing_key_disabled',
];

/** Counts of each trigger's URL, and of failed attempts by their codes: one column each, so that there are no more rows. */
export async function up(knex: Knex): Promise<void> {
  const text = binaryText(knex);
  for (const code of ERROR_CODES) {
    await knex.schema.alterTable('delivery_statistics', (table) => {
      table.integer(`error_${code}`).notNullable().defaultTo(0);
    });
  }
  await knex.schema.createTable('url_statistics', (table) => {
    table
      .specificType('environment_id', text)
      .notNullable()
      .references('product_environments.id')
      .onDelete('CASCADE');
    table.integer('span_seconds').notNullable();
    table.bigInteger('at_seconds').notNullable();
    table.specificType('uri', text).notNullable();
    table.specificType('event_type', text).notNullable();
    table.specificType('destination_host', text).notNullable();
    for (const name of COUNTS) table.integer(name).notNullable();
    for (const name of HISTOGRAMS) {
      for (let part = 0; part < HISTOGRAM_PARTS; part += 1) table.integer(`${name}_${part}`).notNullable();
    }
    for (const code of ERROR_CODES) table.integer(`error_${code}`).notNullable().defaultTo(0);
    table.primary(
      ['environment_id', 'span_seconds', 'at_seconds', 'uri', 'event_type'],
      'url_statistics_pkey',
    );
    table.index(['span_seconds', 'at_seconds'], 'url_statistics_by_time');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('url_statistics');
  for (const code of ERROR_CODES) {
    await knex.raw('alter table delivery_statistics drop column ??', [`error_${code}`]);
  }
}
