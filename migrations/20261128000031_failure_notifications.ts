import type { Knex } from 'knex';
import { binaryText } from './binary-text';

/** Who is told when a host fails for good, and what is known of the hosts that did. */
export async function up(knex: Knex): Promise<void> {
  const text = binaryText(knex);
  await knex.schema.createTable('failure_notification_urls', (table) => {
    table
      .specificType('environment_id', text)
      .primary()
      .references('product_environments.id')
      .onDelete('CASCADE');
    table.specificType('uri', text).notNullable();
    table.specificType('updated_at', text).notNullable();
  });
  await knex.schema.createTable('troubled_hosts', (table) => {
    table
      .specificType('environment_id', text)
      .notNullable()
      .references('product_environments.id')
      .onDelete('CASCADE');
    table.specificType('host', text).notNullable();
    table.specificType('failing_since', text).notNullable();
    table.integer('failed_deliveries').notNullable();
    table.specificType('error_code', text);
    table.integer('http_status');
    table.specificType('error_message', text);
    table.specificType('last_failed_at', text).notNullable();
    table.specificType('last_delivery_id', text).notNullable();
    table.specificType('told_at', text);
    table.boolean('is_told').notNullable();
    table.specificType('recovered_at', text);
    table.primary(['environment_id', 'host'], 'troubled_hosts_pkey');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('troubled_hosts');
  await knex.schema.dropTable('failure_notification_urls');
}
