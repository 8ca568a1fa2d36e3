import type { Knex } from 'knex';
import { binaryText } from './binary-text';

export async function up(knex: Knex): Promise<void> {
  const text = binaryText(knex);

  await knex.schema.createTable('deliveries', (table) => {
    table.specificType('id', text).primary();
    table.specificType('environment_id', text).notNullable();
    table.specificType('event_id', text).notNullable();
    table.specificType('event_type', text).notNullable();
    table.specificType('uri', text).notNullable();
    table
      .specificType('auth_scheme', text)
      .notNullable()
      .checkIn(['default', 'legacy_hmac', 'eddsa_v2'], 'deliveries_auth_scheme_known');
    table.specificType('trigger_ids', text).notNullable();
    table.specificType('signature_key', text);
    table.specificType('body', text).notNullable();
    table
      .specificType('body_kind', text)
      .notNullable()
      .checkIn(['default', 'template'], 'deliveries_body_kind_known');
    table.specificType('template_fallback', text);
    table
      .specificType('status', text)
      .notNullable()
      .checkIn(['pending', 'delivered', 'failed', 'cancelled'], 'deliveries_status_known');
    table.integer('attempt_count').notNullable();
    table.specificType('next_attempt_at', text);
    table.specificType('last_error_code', text);
    table.specificType('note', text);
    table.specificType('created_at', text).notNullable();
    table.specificType('updated_at', text).notNullable();
    table
      .foreign(['environment_id', 'event_id'], 'deliveries_event')
      .references(['environment_id', 'event_id'])
      .inTable('events')
      .onDelete('CASCADE');
    table.index(['environment_id', 'created_at', 'id'], 'deliveries_by_age');
    table.index(['environment_id', 'event_id', 'created_at', 'id'], 'deliveries_by_event');
    table.index(['environment_id', 'status', 'created_at', 'id'], 'deliveries_by_status');
  });

  await knex.schema.createTable('attempts', (table) => {
    table.specificType('delivery_id', text).notNullable().references('deliveries.id').onDelete('CASCADE');
    table.integer('attempt_number').notNullable();
    table.specificType('started_at', text).notNullable();
    table.specificType('request_headers', text).notNullable();
    table
      .specificType('outcome_kind', text)
      .notNullable()
      .checkIn(['delivered', 'rejected', 'unreachable'], 'attempts_outcome_kind_known');
    table.integer('http_status');
    table.specificType('error_code', text);
    table.specificType('error_message', text);
    table.specificType('response_excerpt', text);
    table.integer('duration_ms').notNullable();
    table.primary(['delivery_id', 'attempt_number'], 'attempts_pkey');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('attempts');
  await knex.schema.dropTable('deliveries');
}
