import type { Knex } from 'knex';
import type { ListStep } from '../../domain/list-parts';
import type { OldRecord, PurgedTable, RetentionRule } from '../../domain/retention/retention';
import { isPostgres, readerOf, rowsOf, type RawAnswer } from '../database/reads';

/** A table with what grows old, and when a row of it may go. Its index by (part, at, id) leads to the oldest. */
interface OldTable {
  readonly name: PurgedTable;
  readonly rule: RetentionRule;
  /** What its rows belong to, one part after the other. */
  readonly part?: {
    readonly column: string;
    readonly list: (db: Knex) => Promise<readonly (string | null)[]>;
  };
  /** Columns of the time by which rows are old, and of what names a row within its part. */
  readonly at: string;
  readonly id: string;
  /** A condition besides the age; `:before` is ISO text, UTC. */
  readonly mayGo?: string;
  /** How many rows of other tables go with a row. */
  readonly dependents?: Readonly<Partial<Record<PurgedTable, string>>>;
  /**
   * Makes whoever is about to change what the condition reads wait, or waits for them. For PostgreSQL: SQLite has one
   * writer.
   */
  readonly lock?: (trx: Knex, part: string | null, ids: readonly string[]) => Promise<unknown>;
  /** Deletes within it, in the transaction. */
  readonly within?: (trx: Knex, before: string, work: () => Promise<Keys>) => Promise<Keys>;
}

type Keys = readonly Readonly<Record<string, string>>[];
type FoundRow = Readonly<Record<string, string | number>>;

/** The old rows of one table. Times are ISO text, UTC. */
export function createOldRows(db: Knex, table: OldTable) {
  const { name, rule, at, id, mayGo = 'true', dependents = {} } = table;
  const reader = readerOf(db);
  const mayGoColumn = `case when ${mayGo} then 1 else 0 end as may_go`;
  const counts = Object.entries(dependents).map(([dependent, sql]) => `(${sql}) as rows_of_${dependent}`);
  const dependentNames = Object.keys(dependents) as PurgedTable[];

  const of = (from: Knex, part: string | null) =>
    table.part ? from(name).where(table.part.column, part) : from(name);

  function toRecord(row: FoundRow): OldRecord {
    const rows = dependentNames.map((each) => [each, Number(row[`rows_of_${each}`])] as const);
    return {
      position: { at: String(row.at), id: String(row.id) },
      mayGo: Number(row.may_go) === 1,
      rows: { [name]: 1, ...Object.fromEntries(rows) },
    };
  }

  return {
    name,
    rule,

    /** What its rows belong to, one after the other. */
    listParts: async (): Promise<readonly (string | null)[]> =>
      table.part ? table.part.list(reader) : [null],

    /** Oldest first. */
    async list(part: string | null, { before, after, limit }: ListStep): Promise<readonly OldRecord[]> {
      const page = of(reader, part).where(at, '<', before);
      if (after) void page.whereRaw('(??, ??) > (?, ?)', [at, id, after.at, after.id]);
      const rows: readonly FoundRow[] = await page
        .orderBy([{ column: at }, { column: id }])
        .limit(limit)
        .select({ at, id }, reader.raw(mayGoColumn, { before }), ...counts.map((sql) => reader.raw(sql)));
      return rows.map(toRecord);
    },

    /**
     * Deletes those that still may go, with what goes with them, all or nothing.
     *
     * @returns the ids of those that it has deleted, and how long that took; `undefined` when another process deletes
     *   at this moment.
     */
    delete(part: string | null, records: readonly OldRecord[], before: string) {
      const ids = records.map(({ position }) => position.id);
      return deleteAlone(db, async (trx) => {
        if (isPostgres(db)) await table.lock?.(trx, part, ids);
        const work = async () => {
          const { sql, bindings } = of(trx, part)
            .whereIn(id, [...ids])
            // No column by itself: SQLite would take the index by age, and read all that is old.
            .whereRaw("?? || '' < ?", [at, before])
            .whereRaw(mayGo, { before })
            .delete()
            .toSQL();
          const returning = `${sql} returning ${id}`;
          return rowsOf(await trx.raw<RawAnswer<Keys[number]>>(returning, [...bindings]));
        };
        const deleted = await (table.within ? table.within(trx, before, work) : work());
        return deleted.map((row) => row[id] ?? '');
      });
    },
  };
}

/* Any constant serves, as long as every version of this software uses the same. */
const POSTGRES_ADVISORY_LOCK = 7_412_668_302;

/**
 * Deletes in a transaction, while no other process does. Two that delete at a time would look at the same rows, and
 * wait for each other.
 *
 * @param work makes the deletion, and gives the ids of what is gone; its first statement is a write.
 * @returns these ids, and how many milliseconds the transaction lasted, without the wait for a connection; `undefined`
 *   when another process deletes at this moment.
 */
export async function deleteAlone(db: Knex, work: (trx: Knex) => Promise<readonly string[]>) {
  let begunMs = 0;
  const deleted = await db.transaction(async (trx) => {
    begunMs = performance.now();
    // SQLite has one writer.
    return isPostgres(db) && !(await isAlone(trx)) ? undefined : work(trx);
  });
  return deleted && { ids: new Set(deleted), heldMs: performance.now() - begunMs };
}

async function isAlone(trx: Knex): Promise<boolean> {
  const answer = await trx.raw<RawAnswer<{ alone: boolean }>>(
    'select pg_try_advisory_xact_lock(?) as alone',
    [POSTGRES_ADVISORY_LOCK],
  );
  return rowsOf(answer)[0]?.alone ?? false;
}

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

/**
 * Its guards let entries go that are older than a row says, within this transaction alone. Source: docs/decisions.md
 * D72.
 */
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
