import type { Knex } from 'knex';

/** Several people may share an access key: what one of them called themselves when signing in to the Console. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table console_sessions add column self_declared_name text');
  await knex.raw('alter table audit_log add column self_declared_name text');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table audit_log drop column self_declared_name');
  await knex.raw('alter table console_sessions drop column self_declared_name');
}
