import type { Knex } from 'knex';
import { binaryText } from './binary-text';

export async function up(knex: Knex): Promise<void> {
  const text = binaryText(knex);

  await knex.schema.createTable('triggers', (table) => {
    table.specificType('id', text).primary();
    table.specificType('environment_id', text).notNullable().references('product_environments.id');
    table.specificType('uri_type', text).notNullable().checkIn(['webhook'], 'triggers_uri_type_known');
    table.specificType('uri', text).notNullable();
    table.specificType('event_type', text).notNullable();
    table.boolean('additive').notNullable();
    table
      .specificType('auth_scheme', text)
      .notNullable()
      .checkIn(['default', 'legacy_hmac', 'eddsa_v2'], 'triggers_auth_scheme_known');
    table.specificType('filter', text);
    table.specificType('payload_template', text);
    table.specificType('created_at', text).notNullable();
    table.specificType('updated_at', text).notNullable();
    table.unique(['environment_id', 'event_type', 'uri', 'uri_type'], {
      indexName: 'triggers_destination_unique',
    });
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('triggers');
}
