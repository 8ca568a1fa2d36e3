import type { Knex } from 'knex';
import { binaryText } from './binary-text';

const TYPES_BEFORE = "'webhook'";
const TYPES = "'webhook', 'poll'";

/** Triggers whose notifications wait in a channel, and the messages there: one for each delivery to a channel. */
export async function up(knex: Knex): Promise<void> {
  const text = binaryText(knex);
  await allowTypes(knex, TYPES_BEFORE, TYPES);
  await knex.schema.createTable('poll_messages', (table) => {
    table.specificType('delivery_id', text).primary().references('deliveries.id').onDelete('CASCADE');
    table.specificType('environment_id', text).notNullable();
    table.specificType('address', text).notNullable();
    table.specificType('batch_id', text);
    table.specificType('queued_at', text).notNullable();
    table.specificType('claimed_until', text);
    table.specificType('claim', text);
    table.integer('claims').notNullable();
    table.specificType('ended_at', text);
    const open = { predicate: knex.whereNull('ended_at') };
    table.index(['environment_id', 'address', 'queued_at', 'delivery_id'], 'poll_messages_open', open);
    table.index(['queued_at'], 'poll_messages_open_by_age', open);
    table.index(['ended_at'], 'poll_messages_ended', { predicate: knex.whereNotNull('ended_at') });
  });
  await knex.schema.createTable('poll_channels', (table) => {
    table
      .specificType('environment_id', text)
      .notNullable()
      .references('product_environments.id')
      .onDelete('CASCADE');
    table.specificType('address', text).notNullable();
    table.specificType('polled_at', text).notNullable();
    table.primary(['environment_id', 'address'], 'poll_channels_pkey');
  });
}

/** Triggers of channels go: the version before cannot read them. Their deliveries stay, and are ended. */
export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('poll_channels');
  await knex.schema.dropTable('poll_messages');
  await knex('deliveries')
    .where({ status: 'pending' })
    .whereRaw("uri like 'poll://%'")
    .update({ status: 'cancelled', waiting_for: null, waiting_since: null });
  await knex('triggers').where({ uri_type: 'poll' }).delete();
  await allowTypes(knex, TYPES, TYPES_BEFORE);
}

async function allowTypes(knex: Knex, before: string, after: string): Promise<void> {
  if ((knex.client as { config: Knex.Config }).config.client !== 'pg') {
    await copyTriggers(knex, before, after);
    return;
  }
  const check = `alter table triggers add constraint triggers_uri_type_known check (uri_type in (${after}))`;
  for (const statement of ['alter table triggers drop constraint triggers_uri_type_known', check]) {
    await knex.raw(statement);
  }
}

interface SchemaRow {
  readonly type: string;
  readonly sql: string | null;
}

/** SQLite cannot change a constraint: the table is copied, with whatever columns and indexes it has by now. */
async function copyTriggers(knex: Knex, before: string, after: string): Promise<void> {
  const parts: readonly SchemaRow[] = await knex('sqlite_master')
    .where({ tbl_name: 'triggers' })
    .select('type', 'sql');
  const table = parts.find(({ type }) => type === 'table')?.sql ?? '';
  const copy = table.replace(`in (${before})`, `in (${after})`).replace(/triggers/, 'triggers_copy');
  if (copy === table.replace(/triggers/, 'triggers_copy')) {
    throw new Error(`the table triggers has no constraint "in (${before})"`);
  }
  await knex.raw(copy);
  await knex.raw('insert into triggers_copy select * from triggers');
  await knex.raw('drop table triggers');
  await knex.raw('alter table triggers_copy rename to triggers');
  for (const { type, sql } of parts) if (type !== 'table' && sql !== null) await knex.raw(sql);
}
