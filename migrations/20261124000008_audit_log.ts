import type { Knex } from 'knex';
import { binaryText } from './binary-text';

/** No foreign keys: entries outlive what they are about. */
export async function up(knex: Knex): Promise<void> {
  const text = binaryText(knex);

  await knex.schema.createTable('audit_log', (table) => {
    table.specificType('id', text).primary();
    table.specificType('environment_id', text);
    table.specificType('account_id', text);
    table.specificType('at', text).notNullable();
    table
      .specificType('actor_kind', text)
      .notNullable()
      .checkIn(['access_key', 'provisioning_key', 'command_line'], 'audit_log_actor_kind_known');
    table.specificType('actor_id', text).notNullable();
    table.specificType('action', text).notNullable();
    table.specificType('subject_id', text).notNullable();
    table.specificType('before', text);
    table.specificType('after', text);
    table.specificType('request_id', text);
    table.specificType('ip', text);
    table.index(['environment_id', 'at', 'id'], 'audit_log_of_environment');
    table.index(['account_id', 'at', 'id'], 'audit_log_of_account');
  });

  for (const statement of isPostgres(knex) ? POSTGRES_GUARDS : SQLITE_GUARDS) await knex.raw(statement);
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('audit_log');
  if (isPostgres(knex)) await knex.raw('drop function refuse_change_of_audit_log');
}

function isPostgres(knex: Knex): boolean {
  return (knex.client as { config: Knex.Config }).config.client === 'pg';
}

const POSTGRES_GUARDS = [
  `create function refuse_change_of_audit_log() returns trigger language plpgsql as
   $$ begin raise exception 'audit_log is append-only'; end $$`,
  `create trigger audit_log_append_only before update or delete or truncate on audit_log
   for each statement execute function refuse_change_of_audit_log()`,
];

/* The last one: "insert or replace" deletes the row that is in its way without asking the second. */
const SQLITE_GUARDS = [
  `create trigger audit_log_no_update before update on audit_log
   begin select raise(abort, 'audit_log is append-only'); end`,
  `create trigger audit_log_no_delete before delete on audit_log
   begin select raise(abort, 'audit_log is append-only'); end`,
  `create trigger audit_log_no_replace before insert on audit_log
   when exists (select 1 from audit_log where id = new.id)
   begin select raise(abort, 'audit_log is append-only'); end`,
];
