import type { Knex } from 'knex';
import { binaryText } from './binary-text';

/**
 * Lets entries of the audit log go that are older than a row of `audit_log_deletion` says. Whoever deletes writes the time
 * into that row and takes it out again in the same transaction, so nobody else ever sees it: without it, nothing goes.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('audit_log_deletion', (table) => {
    table.specificType('entries_before', binaryText(knex)).notNullable();
  });
  await knex('audit_log_deletion').insert({ entries_before: '' });
  for (const statement of isPostgres(knex) ? POSTGRES_UP : SQLITE_UP) await knex.raw(statement);
}

export async function down(knex: Knex): Promise<void> {
  for (const statement of isPostgres(knex) ? POSTGRES_DOWN : SQLITE_DOWN) await knex.raw(statement);
  await knex.schema.dropTable('audit_log_deletion');
}

function isPostgres(knex: Knex): boolean {
  return (knex.client as { config: Knex.Config }).config.client === 'pg';
}

const MAY_GO = 'exists (select 1 from audit_log_deletion where old.at < entries_before)';

const POSTGRES_UP = [
  'drop trigger audit_log_append_only on audit_log',
  `create trigger audit_log_append_only before update or truncate on audit_log
   for each statement execute function refuse_change_of_audit_log()`,
  `create function refuse_deletion_from_audit_log() returns trigger language plpgsql as
   $$ begin
     if ${MAY_GO} then return old; end if;
     raise exception 'audit_log is append-only';
   end $$`,
  `create trigger audit_log_no_delete before delete on audit_log
   for each row execute function refuse_deletion_from_audit_log()`,
];
const POSTGRES_DOWN = [
  'drop trigger audit_log_no_delete on audit_log',
  'drop function refuse_deletion_from_audit_log',
  'drop trigger audit_log_append_only on audit_log',
  `create trigger audit_log_append_only before update or delete or truncate on audit_log
   for each statement execute function refuse_change_of_audit_log()`,
];

const SQLITE_UP = [
  'drop trigger audit_log_no_delete',
  `create trigger audit_log_no_delete before delete on audit_log when not ${MAY_GO}
   begin select raise(abort, 'audit_log is append-only'); end`,
];
const SQLITE_DOWN = [
  'drop trigger audit_log_no_delete',
  `create trigger audit_log_no_delete before delete on audit_log
   begin select raise(abort, 'audit_log is append-only'); end`,
];
