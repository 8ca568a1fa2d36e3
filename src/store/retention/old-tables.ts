import type { Knex } from 'knex';
import type { OldTable } from './old-rows';

/*
 * Conditions ask for one row in a subquery with a limit: PostgreSQL would make a join of "not exists", and might read a
 * whole table for it.
 */

const OF_EVENT =
  'deliveries.environment_id = events.environment_id and deliveries.event_id = events.event_id';
const OF_OPERATION =
  'operation_reports.environment_id = operations.environment_id and operation_reports.operation_id = operations.operation_id';

const environments = {
  column: 'environment_id',
  list: (db: Knex) => db('product_environments').orderBy('id').pluck<string[]>('id'),
};

/** An event is as old as the last that happened to one of its deliveries, or somebody has asked for. */
const EVENTS: OldTable = {
  name: 'events',
  rule: 'records',
  part: environments,
  at: 'received_at',
  id: 'event_id',
  mayGo: `events.resolved_at < :before and (select 1 from deliveries where ${OF_EVENT}
    and (deliveries.status = 'pending' or deliveries.updated_at >= :before or deliveries.retry_asked_at >= :before)
    limit 1) is null`,
  dependents: {
    deliveries: `select count(*) from deliveries where ${OF_EVENT}`,
    attempts: `select count(*) from deliveries join attempts on attempts.delivery_id = deliveries.id where ${OF_EVENT}`,
    poll_messages: `select count(*) from deliveries join poll_messages on poll_messages.delivery_id = deliveries.id where ${OF_EVENT}`,
  },
  // In the order in which attempts are recorded: then nobody waits in a circle.
  lock: (trx, environmentId, ids) =>
    trx('deliveries')
      .where({ environment_id: environmentId })
      .whereIn('event_id', [...ids])
      .orderBy('id')
      .forUpdate()
      .select('id'),
};

/** Ids of an operation's events begin with the operation's, and a dot, which comes right before the slash. */
const EVENTS_OF_OPERATION = `select 1 from events where events.environment_id = operations.environment_id
  and events.event_id > operations.operation_id || '.' and events.event_id < operations.operation_id || '/' limit 1`;

/** Goes after its events, whose ids it would give again if it were announced once more. */
const OPERATIONS: OldTable = {
  name: 'operations',
  rule: 'records',
  part: environments,
  at: 'ended_at',
  id: 'operation_id',
  mayGo: `operations.updated_at < :before
    and (select 1 from operation_reports where ${OF_OPERATION} and operation_reports.applied_at is null limit 1) is null
    and (${EVENTS_OF_OPERATION}) is null`,
  dependents: { operation_reports: `select count(*) from operation_reports where ${OF_OPERATION}` },
  lock: (trx, environmentId, ids) =>
    trx('operations')
      .where({ environment_id: environmentId })
      .whereIn('operation_id', [...ids])
      .orderBy('operation_id')
      .forUpdate()
      .select('operation_id'),
};

/** Goes after the deliveries that name it. */
const BULK_ACTIONS: OldTable = {
  name: 'bulk_actions',
  rule: 'records',
  part: environments,
  at: 'created_at',
  id: 'id',
  mayGo: `bulk_actions.ended_at < :before and (select 1 from deliveries
    where deliveries.environment_id = bulk_actions.environment_id and deliveries.bulk_action_id = bulk_actions.id
    limit 1) is null`,
};

/** When somebody polled a channel last: without it, nobody has for long. */
const POLL_CHANNELS: OldTable = {
  name: 'poll_channels',
  rule: 'records',
  part: environments,
  at: 'polled_at',
  id: 'address',
};

const CONSOLE_SESSIONS: OldTable = {
  name: 'console_sessions',
  rule: 'expired',
  at: 'expires_at',
  id: 'id',
};

/** Its guards let entries go that are older than a row says, within this transaction alone. Source: docs/decisions.md D72. */
const AUDIT_LOG: OldTable = {
  name: 'audit_log',
  rule: 'audit_log',
  part: {
    column: 'account_id',
    list: async (db: Knex) => [...(await db('accounts').orderBy('id').pluck<string[]>('id')), null],
  },
  at: 'at',
  id: 'id',
  async within(trx, before, work) {
    await trx('audit_log_deletion').update({ entries_before: before });
    const deleted = await work();
    await trx('audit_log_deletion').update({ entries_before: '' });
    return deleted;
  },
};

/** What grows old, in an order in which nothing goes before what refers to it. */
export const OLD_TABLES: readonly OldTable[] = [
  EVENTS,
  OPERATIONS,
  BULK_ACTIONS,
  POLL_CHANNELS,
  CONSOLE_SESSIONS,
  AUDIT_LOG,
];
