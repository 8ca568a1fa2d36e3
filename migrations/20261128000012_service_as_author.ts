import type { Knex } from 'knex';

const CONSTRAINT = 'audit_log_actor_kind_known';
const KINDS_BEFORE = "'access_key', 'provisioning_key', 'command_line'";
const KINDS = `${KINDS_BEFORE}, 'service'`;

/** The service mends by itself what Temporal has lost, and says so in the audit log. */
export async function up(knex: Knex): Promise<void> {
  await allowKinds(knex, KINDS);
}

/** The entries that the service wrote keep their text, under the kind that comes nearest. */
export async function down(knex: Knex): Promise<void> {
  await allowKinds(knex, KINDS_BEFORE);
}

async function allowKinds(knex: Knex, kinds: string): Promise<void> {
  const statements = isPostgres(knex) ? postgresStatements(kinds) : sqliteStatements(kinds);
  for (const statement of statements) await knex.raw(statement);
}

function isPostgres(knex: Knex): boolean {
  return (knex.client as { config: Knex.Config }).config.client === 'pg';
}

function postgresStatements(kinds: string): readonly string[] {
  return [
    `alter table audit_log drop constraint ${CONSTRAINT}`,
    `alter table audit_log disable trigger audit_log_append_only`,
    ...(kinds === KINDS
      ? []
      : [`update audit_log set actor_kind = 'command_line' where actor_kind = 'service'`]),
    `alter table audit_log enable trigger audit_log_append_only`,
    `alter table audit_log add constraint ${CONSTRAINT} check (actor_kind in (${kinds}))`,
  ];
}

/** SQLite cannot change a constraint: the table is copied, and its guards are made again. */
function sqliteStatements(kinds: string): readonly string[] {
  const kind = kinds === KINDS ? 'actor_kind' : "replace(actor_kind, 'service', 'command_line')";
  const columns =
    'environment_id, account_id, at, actor_id, action, subject_id, before, after, request_id, ip';
  return [
    `create table audit_log_copy (
       id text primary key, environment_id text, account_id text, at text not null,
       actor_kind text not null constraint ${CONSTRAINT} check (actor_kind in (${kinds})),
       actor_id text not null, action text not null, subject_id text not null,
       before text, after text, request_id text, ip text)`,
    `insert into audit_log_copy (id, actor_kind, ${columns}) select id, ${kind}, ${columns} from audit_log`,
    `drop table audit_log`,
    `alter table audit_log_copy rename to audit_log`,
    `create index audit_log_of_environment on audit_log (environment_id, at, id)`,
    `create index audit_log_of_account on audit_log (account_id, at, id)`,
    `create trigger audit_log_no_update before update on audit_log
     begin select raise(abort, 'audit_log is append-only'); end`,
    `create trigger audit_log_no_delete before delete on audit_log
     begin select raise(abort, 'audit_log is append-only'); end`,
    `create trigger audit_log_no_replace before insert on audit_log
     when exists (select 1 from audit_log where id = new.id)
     begin select raise(abort, 'audit_log is append-only'); end`,
  ];
}
