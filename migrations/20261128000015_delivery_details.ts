import type { Knex } from 'knex';
import { binaryText } from './binary-text';

/** What people look for: a delivery's host, what its receiver answered and how long each step took, and who intervened. */
export async function up(knex: Knex): Promise<void> {
  const text = binaryText(knex);
  await knex.schema.alterTable('deliveries', (table) => {
    table.specificType('destination_host', text);
  });
  await knex.raw(isSqlite(knex) ? FILL_ON_SQLITE : FILL_ON_POSTGRES);
  await knex.schema.alterTable('deliveries', (table) => {
    table.index(['environment_id', 'destination_host', 'created_at', 'id'], 'deliveries_by_host');
  });
  await knex.schema.alterTable('attempts', (table) => {
    table.specificType('response_headers', text);
    table.specificType('timings', text);
  });
  await knex.schema.alterTable('audit_log', (table) => {
    table.index(['environment_id', 'subject_id', 'at', 'id'], 'audit_log_by_subject');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index audit_log_by_subject');
  // Not by the schema builder, which on SQLite copies the table.
  for (const column of ['response_headers', 'timings']) {
    await knex.raw('alter table attempts drop column ??', [column]);
  }
  await knex.raw('drop index deliveries_by_host');
  await knex.raw('alter table deliveries drop column destination_host');
}

function isSqlite(knex: Knex): boolean {
  return (knex.client as { config: Knex.Config }).config.client !== 'pg';
}

/* URLs are stored in normal form: `https://host:port/path`, the host an address in brackets for IPv6, and no user. */

const FILL_ON_POSTGRES = `update deliveries
  set destination_host = substring(uri from '^https{0,1}://(\\[[^]]*\\]|[^/:]*)')`;

const AUTHORITY = `substr(uri, instr(uri, '://') + 3, instr(substr(uri, instr(uri, '://') + 3) || '/', '/') - 1)`;
const FILL_ON_SQLITE = `update deliveries set destination_host = case
  when instr(${AUTHORITY}, ']') > 0 then substr(${AUTHORITY}, 1, instr(${AUTHORITY}, ']'))
  else substr(${AUTHORITY}, 1, instr(${AUTHORITY} || ':', ':') - 1) end`;
