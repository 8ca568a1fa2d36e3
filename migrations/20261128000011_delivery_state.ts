import type { Knex } from 'knex';
import { binaryText } from './binary-text';

/**
 * What tells where a delivery stands: the schedule that it is in, why it waits for a place, which answers count as
 * success; and what the reconciler looks for.
 */
export async function up(knex: Knex): Promise<void> {
  const text = binaryText(knex);
  const successStatuses = (table: Knex.AlterTableBuilder, constraint: string) =>
    table
      .specificType('success_statuses', text)
      .notNullable()
      .defaultTo('200')
      .checkIn(['200', '2xx'], constraint);

  await knex.schema.alterTable('triggers', (table) => {
    successStatuses(table, 'triggers_success_statuses_known');
  });
  await knex.schema.alterTable('deliveries', (table) => {
    successStatuses(table, 'deliveries_success_statuses_known');
    table.integer('first_attempt_number').notNullable().defaultTo(1);
    table.specificType('waiting_for', text);
    table.specificType('waiting_since', text);
    table.index(['next_attempt_at', 'updated_at', 'id'], 'deliveries_pending', {
      predicate: knex.where('status', knex.raw("'pending'")),
    });
  });
  await knex.schema.alterTable('attempts', (table) => {
    table.boolean('resent').notNullable().defaultTo(false);
  });
  await knex.schema.alterTable('events', (table) => {
    table.index(['received_at'], 'events_unresolved', { predicate: knex.whereNull('resolved_at') });
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index events_unresolved');
  await knex.raw('drop index deliveries_pending');
  // Not by the schema builder, which on SQLite copies the table.
  await knex.raw('alter table attempts drop column resent');
  for (const column of ['success_statuses', 'first_attempt_number', 'waiting_for', 'waiting_since']) {
    await knex.raw('alter table deliveries drop column ??', [column]);
  }
  await knex.raw('alter table triggers drop column success_statuses');
}
