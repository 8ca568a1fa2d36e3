import type { Knex } from 'knex';
import { binaryText } from './binary-text';

export async function up(knex: Knex): Promise<void> {
  const text = binaryText(knex);

  await knex.schema.createTable('operations', (table) => {
    table.specificType('environment_id', text).notNullable().references('product_environments.id');
    table.specificType('operation_id', text).notNullable();
    table
      .specificType('method', text)
      .notNullable()
      .checkIn(['upload', 'explicit', 'explode', 'generate_archive', 'multi'], 'operations_method_known');
    table.specificType('request', text).notNullable();
    table.specificType('state', text).notNullable();
    table.specificType('response', text);
    table.specificType('triggered_at', text).notNullable();
    table.specificType('triggered_by', text).notNullable();
    table.specificType('request_id', text).notNullable();
    table.specificType('content_hash', text).notNullable();
    table.specificType('created_at', text).notNullable();
    table.specificType('updated_at', text).notNullable();
    table.specificType('started_at', text);
    table.specificType('ended_at', text);
    table.primary(['environment_id', 'operation_id'], 'operations_pkey');
    table.index(['created_at'], 'operations_unstarted', { predicate: knex.whereNull('started_at') });
  });

  await knex.schema.createTable('operation_reports', (table) => {
    table.bigIncrements('sequence');
    table.specificType('environment_id', text).notNullable();
    table.specificType('operation_id', text).notNullable();
    table.specificType('content_hash', text).notNullable();
    table.specificType('report', text).notNullable();
    table.specificType('received_at', text).notNullable();
    table.specificType('signalled_at', text);
    table.specificType('applied_at', text);
    table.specificType('ignored', text);
    table
      .foreign(['environment_id', 'operation_id'], 'operation_reports_operation')
      .references(['environment_id', 'operation_id'])
      .inTable('operations')
      .onDelete('CASCADE');
    table.unique(['environment_id', 'operation_id', 'content_hash'], {
      indexName: 'operation_reports_content_unique',
    });
    table.index(['received_at'], 'operation_reports_unapplied', { predicate: knex.whereNull('applied_at') });
  });

  await knex.schema.alterTable('events', (table) => {
    table.boolean('triggers_see_it').notNullable().defaultTo(true);
  });
}

export async function down(knex: Knex): Promise<void> {
  // Not by the schema builder, which on SQLite copies the table, and so deletes what refers to it.
  await knex.raw('alter table events drop column triggers_see_it');
  await knex.schema.dropTable('operation_reports');
  await knex.schema.dropTable('operations');
}
