import type { Knex } from 'knex';
import type { NewDelivery } from '../../../src/domain/deliveries/delivery';
import type { OldRecord, PurgedTable } from '../../../src/domain/retention/retention';
import { NO_COUNTS } from '../../../src/domain/statistics/statistics';
import { countsToRow } from '../../../src/store/statistics/counts';
import { operationEventId } from '../../../src/domain/operations/operation-step';
import { anAttempt } from '../../support/builders/an-attempt';
import { BY } from '../../support/builders/an-audit-entry';
import { aBulkAction } from '../../support/builders/a-bulk-action';
import { aNewDelivery } from '../../support/builders/a-delivery';
import { anEvent } from '../../support/builders/an-event';
import { anOperationRecord } from '../../support/builders/an-operation';
import { readerOf } from '../../../src/store/database/reads';
import { databases } from '../../support/databases/databases';
import { dumpOf } from '../../support/databases/dump-of';
import { storeDeliveries } from '../../support/databases/store-deliveries';
import { useStores } from '../../support/databases/use-stores';
import { ACCOUNT_ID } from '../../support/builders/an-account';

const OLD = '2026-03-01T09:00:00.000Z';
const BORDER = '2026-03-02T00:00:00.000Z';
const SINCE = '2026-03-02T00:00:00.000Z';

describe.each(databases)('what is old on $name', ({ name, open }) => {
  const stores = useStores(open);

  const kindOf = (table: PurgedTable) => {
    const kind = stores.retention.kinds.find((each) => each.name === table);
    if (!kind) throw new Error(`nothing of ${table} grows old`);
    return kind;
  };
  const list = (table: PurgedTable, part: string | null = 'env1', before = BORDER) =>
    kindOf(table).list(part, { before, after: undefined, limit: 100 });
  const remove = async (table: PurgedTable, records: readonly OldRecord[], part: string | null = 'env1') =>
    (await kindOf(table).delete(part, records, BORDER))?.ids;
  /** What may go, by its id. */
  const mayGo = async (table: PurgedTable, part: string | null = 'env1') =>
    (await list(table, part)).filter((each) => each.mayGo).map(({ position }) => position.id);
  /** Deletes whatever is old enough by its list, whether it may go or not. @returns the ids of what went. */
  const removeAll = async (table: PurgedTable, part: string | null = 'env1') => [
    ...((await remove(table, await list(table, part), part)) ?? []),
  ];

  /** An event that was resolved long ago to deliveries, which have ended long ago. */
  async function endedEvent(
    eventId: string,
    deliveries: readonly Partial<NewDelivery>[] = [],
    { environmentId = 'env1', receivedAt = OLD } = {},
  ): Promise<void> {
    await storeDeliveries(
      stores.db,
      deliveries.map((each, index) => aNewDelivery({ id: `${eventId}-${index}`, ...each })),
      { eventId, environmentId, receivedAt, resolvedAt: OLD },
    );
    await stores
      .db('deliveries')
      .where({ event_id: eventId })
      .update({ status: 'delivered', updated_at: OLD });
  }

  describe('an event', () => {
    it('goes with its deliveries, their attempts and messages, and nothing else does', async () => {
      await endedEvent('kept', [{}], { receivedAt: SINCE });
      await endedEvent('other', [{}], { environmentId: 'env2' });
      const before = await dumpOf(stores.db);
      await endedEvent('old', [{}, {}, { uri: 'poll://orders', hasOwnWorkflow: false }]);
      for (const attemptNumber of [1, 2]) {
        const after = { status: 'delivered', nextAttemptAt: undefined } as const;
        const attempt = anAttempt({ deliveryId: 'old-0', attemptNumber, startedAt: OLD });
        await stores.deliveries.recordAttempt(attempt, after);
      }
      const records = await list('events');
      expect(records).toEqual([
        {
          position: { at: OLD, id: 'old' },
          mayGo: true,
          rows: { events: 1, deliveries: 3, attempts: 2, poll_messages: 1 },
        },
      ]);
      expect(await remove('events', records)).toEqual(new Set(['old']));
      expect(await dumpOf(stores.db)).toBe(before);
    });

    it('that nobody was told of goes by the time of its resolution', async () => {
      await endedEvent('early');
      await endedEvent('late');
      await stores.db('events').where({ event_id: 'late' }).update({ resolved_at: SINCE });
      expect(await mayGo('events')).toEqual(['early']);
      expect(await removeAll('events')).toEqual(['early']);
    });

    it.each([
      ['is not resolved', () => stores.db('events').update({ resolved_at: null })],
      [
        'has a delivery that is under way',
        () => stores.db('deliveries').where({ id: 'evt-1' }).update({ status: 'pending' }),
      ],
      [
        'has one that something has happened to since',
        () => stores.db('deliveries').where({ id: 'evt-1' }).update({ updated_at: SINCE }),
      ],
      ['has one that somebody has asked for since', () => stores.deliveries.noteRetryAsked('evt-1', SINCE)],
    ])('that %s stays, however old it is', async (_what, make) => {
      await endedEvent('evt', [{}, {}]);
      await make();
      expect((await list('events')).map((each) => each.mayGo)).toEqual([false]);
      expect(await removeAll('events')).toEqual([]);
      expect(await stores.deliveries.find('evt-1')).toBeDefined();
    });

    it('stays when a retry is asked for after it was listed', async () => {
      await endedEvent('evt', [{}]);
      const records = await list('events');
      expect(records.map((each) => each.mayGo)).toEqual([true]);
      expect(await stores.deliveries.noteRetryAsked('evt-0', SINCE)).toBe(true);
      expect(await remove('events', records)).toEqual(new Set());
    });

    it('and a retry at the same moment: one waits for the other, and knows what it did', async () => {
      await endedEvent('evt', [{}]);
      const records = await list('events');
      const [removed, isThere] = await Promise.all([
        remove('events', records),
        stores.deliveries.noteRetryAsked('evt-0', SINCE),
      ]);
      expect(removed?.has('evt')).toBe(!isThere);
      expect((await stores.deliveries.find('evt-0')) !== undefined).toBe(isThere);
    });

    it('waits for a retry whose transaction is under way, and then stays', async () => {
      await endedEvent('evt', [{}]);
      const records = await list('events');
      const trx = await stores.db.transaction();
      await trx('deliveries').where({ id: 'evt-0' }).update({ retry_asked_at: SINCE });
      const removal = remove('events', records);
      await trx.commit();
      expect(await removal).toEqual(new Set());
    });

    it('leaves nobody to ask for: a retry of what is gone finds nothing', async () => {
      await endedEvent('evt', [{}]);
      await removeAll('events');
      expect(await stores.deliveries.noteRetryAsked('evt-0', SINCE)).toBe(false);
      expect(
        await stores.deliveries.settle('evt-0', { status: 'failed', note: 'lost', at: SINCE, by: BY }),
      ).toBe(false);
    });

    it('is listed oldest first, one product environment after the other, some at a time', async () => {
      for (const id of ['c', 'a', 'b']) await endedEvent(id, [], { receivedAt: OLD });
      await endedEvent('first', [], { receivedAt: '2026-02-01T00:00:00.000Z' });
      await endedEvent('other', [], { environmentId: 'env2' });
      const kind = kindOf('events');
      expect(await kind.listParts()).toEqual(['env1', 'env2']);
      const page = await kind.list('env1', { before: BORDER, after: undefined, limit: 2 });
      const rest = await kind.list('env1', { before: BORDER, after: page[1]?.position, limit: 9 });
      expect([...page, ...rest].map(({ position }) => position.id)).toEqual(['first', 'a', 'b', 'c']);
    });

    it('that is sent again afterwards is a new one', async () => {
      await endedEvent('evt');
      const again = anEvent({ eventId: 'evt', payload: { public_id: 'another' } });
      expect(await stores.events.insert(again, 'other')).toBe('different_content');
      await removeAll('events');
      expect(await stores.events.insert(again, 'other')).toBe('inserted');
    });
  });

  describe('an operation', () => {
    async function endedOperation(operationId: string, endedAt = OLD): Promise<void> {
      await stores.operations.insert(anOperationRecord({ operationId }), 'h');
      await stores
        .db('operations')
        .where({ operation_id: operationId })
        .update({ started_at: OLD, ended_at: endedAt, updated_at: endedAt });
    }
    const report = (operationId: string, appliedAt: string | null) =>
      stores.db('operation_reports').insert({
        environment_id: 'env1',
        operation_id: operationId,
        content_hash: 'h',
        report: '{}',
        received_at: OLD,
        applied_at: appliedAt,
      });

    it('goes with its reports once it has ended', async () => {
      await endedOperation('old');
      await report('old', OLD);
      await endedOperation('late', SINCE);
      await stores.operations.insert(anOperationRecord({ operationId: 'open' }), 'h');
      const records = await list('operations');
      expect(records).toEqual([
        { position: { at: OLD, id: 'old' }, mayGo: true, rows: { operations: 1, operation_reports: 1 } },
      ]);
      expect(await removeAll('operations')).toEqual(['old']);
      expect(await stores.db('operation_reports').select()).toEqual([]);
      expect(await stores.db('operations').orderBy('operation_id').pluck('operation_id')).toEqual([
        'late',
        'open',
      ]);
    });

    it.each([
      ['a report that is not applied', () => report('old', null)],
      ['an event of its own', () => endedEvent(operationEventId('old', 'upload'))],
      ['been changed since', () => stores.db('operations').update({ updated_at: SINCE })],
    ])('that has %s stays', async (_what, make) => {
      await endedOperation('old');
      await make();
      expect(await mayGo('operations')).toEqual([]);
      expect(await removeAll('operations')).toEqual([]);
    });

    it('does not wait for events whose ids only begin alike', async () => {
      await endedOperation('old');
      await endedEvent('old');
      await endedEvent('older.upload');
      expect(await mayGo('operations')).toEqual(['old']);
    });
  });

  it('a bulk action goes once it has ended, and nothing that it did something to is left', async () => {
    for (const id of ['ended', 'named', 'open']) {
      await stores.bulkActions.insert(aBulkAction({ id, createdAt: OLD }), { facts: {}, by: BY });
    }
    await stores.db('bulk_actions').whereNot({ id: 'open' }).update({ ended_at: OLD });
    await endedEvent('evt', [{}]);
    await stores.db('deliveries').update({ bulk_action_id: 'named' });
    expect(await removeAll('bulk_actions')).toEqual(['ended']);
    await removeAll('events');
    expect(await removeAll('bulk_actions')).toEqual(['named']);
    expect(await stores.db('bulk_actions').pluck('id')).toEqual(['open']);
  });

  it('a channel that nobody has polled for long is forgotten', async () => {
    for (const [channel, at] of [
      ['old', OLD],
      ['used', SINCE],
    ] as const) {
      await stores.pollMessages.notePoll({ environmentId: 'env1', address: { channel } }, at);
    }
    expect(await removeAll('poll_channels')).toHaveLength(1);
    expect(await stores.db('poll_channels').pluck('polled_at')).toEqual([SINCE]);
  });

  it('a session of the Console goes when it has expired', async () => {
    const made = await stores.environments.create({ cloudName: 'demo' }, BY);
    for (const [id, at] of [
      ['expired', OLD],
      ['open', SINCE],
    ] as const) {
      await stores.db('console_sessions').insert({
        id,
        token_hash: id,
        api_key: made.apiKey,
        created_at: OLD,
        last_seen_at: OLD,
        expires_at: at,
      });
    }
    expect(await removeAll('console_sessions', null)).toEqual(['expired']);
    expect(await stores.db('console_sessions').pluck('id')).toEqual(['open']);
  });

  describe('the audit log', () => {
    const entry = (id: string, at: string, accountId: string | null = ACCOUNT_ID) => ({
      id,
      at,
      account_id: accountId,
      actor_kind: 'service',
      actor_id: 'tester',
      action: 'delivery.retry',
      subject_id: 'dlv1',
    });
    const ids = () => stores.db('audit_log').orderBy('id').pluck<string[]>('id');
    beforeEach(async () => {
      await stores
        .db('audit_log')
        .insert([entry('old', OLD), entry('new', SINCE), entry('of nobody', OLD, null)]);
    });

    it('loses the entries that are old enough, of every account and of none', async () => {
      expect(await kindOf('audit_log').listParts()).toEqual([ACCOUNT_ID, null]);
      expect(await removeAll('audit_log', ACCOUNT_ID)).toEqual(['old']);
      expect(await removeAll('audit_log', null)).toEqual(['of nobody']);
      expect(await ids()).toEqual(['new']);
    });

    it('refuses everybody else before, after and during that', async () => {
      const tamper = () => stores.db('audit_log').where({ id: 'new' }).delete();
      await expect(tamper()).rejects.toThrow('audit_log is append-only');
      await removeAll('audit_log', ACCOUNT_ID);
      await expect(tamper()).rejects.toThrow('audit_log is append-only');
      await expect(stores.db('audit_log').where({ id: 'of nobody' }).delete()).rejects.toThrow('append-only');
      const younger = async (trx: Knex) => {
        await trx('audit_log_deletion').update({ entries_before: BORDER });
        await trx('audit_log').where({ id: 'new' }).delete();
      };
      await expect(stores.db.transaction(younger)).rejects.toThrow('audit_log is append-only');
      expect(await ids()).toEqual(['new', 'of nobody']);
    });
  });

  describe('the counts of statistics', () => {
    const OLD_SECONDS = Date.parse(OLD) / 1000;
    const count = (environmentId: string, atSeconds: number, host: string, spanSeconds = 60) =>
      stores.db('delivery_statistics').insert({
        environment_id: environmentId,
        span_seconds: spanSeconds,
        at_seconds: atSeconds,
        destination_host: host,
        event_type: 'upload',
        ...countsToRow({ ...NO_COUNTS, errors: {} }),
      });

    it('go minute by minute, those of one product environment after the other', async () => {
      for (const environmentId of ['env1', 'env2']) await count(environmentId, OLD_SECONDS, 'a');
      await count('env1', OLD_SECONDS, 'b');
      await count('env1', OLD_SECONDS - 60, 'a');
      await count('env1', Date.parse(BORDER) / 1000, 'a');
      await count('env1', OLD_SECONDS, 'a', 3_600);
      const kind = kindOf('delivery_statistics');
      expect(await kind.listParts()).toEqual(['env1', 'env2']);
      const records = await list('delivery_statistics');
      expect(records.map(({ position: { at }, rows }) => [at, rows])).toEqual([
        ['2026-03-01T08:59:00.000Z', { delivery_statistics: 1 }],
        [OLD, { delivery_statistics: 2 }],
      ]);
      const step = { before: BORDER, after: records[0]?.position, limit: 10 };
      expect(await kind.list('env1', step)).toEqual(records.slice(1));
      expect((await remove('delivery_statistics', records))?.size).toBe(2);
      expect(await list('delivery_statistics')).toEqual([]);
      expect(
        await stores
          .db('delivery_statistics')
          .orderBy(['environment_id', 'at_seconds'])
          .pluck('environment_id'),
      ).toEqual(['env1', 'env1', 'env2']);
    });
  });

  it('is deleted by one process at a time, or waited for', async () => {
    await endedEvent('evt', [{}]);
    const records = await list('events');
    const removed = await Promise.all([1, 2, 3].map(() => remove('events', records)));
    const ids = removed.flatMap((each) => [...(each ?? [])]);
    expect(ids).toEqual(['evt']);
  });

  describe('costs no more than what is deleted', () => {
    interface Asked {
      readonly sql: string;
      readonly bindings: readonly string[];
    }

    /** The plans of the statements that are made while some work is done. */
    async function plansOf(
      pool: Knex,
      kind: RegExp,
      work: () => Promise<unknown>,
    ): Promise<readonly string[]> {
      const asked: Asked[] = [];
      const listen = (query: Asked) => asked.push(query);
      pool.on('query', listen);
      await work();
      pool.removeListener('query', listen);
      return Promise.all(asked.filter(({ sql }) => kind.test(sql)).map(planOf));
    }

    async function planOf({ sql, bindings }: Asked): Promise<string> {
      if (name === 'SQLite') {
        const explained = `explain query plan ${sql}`;
        const steps: { detail: string }[] = await readerOf(stores.db).raw(explained, [...bindings]);
        return steps.map(({ detail }) => detail).join('\n');
      }
      const explained = `explain ${sql.replace(/\$\d+/g, '?')}`;
      const { rows } = await stores.db.transaction(async (trx) => {
        // So small a table is read at once, unless the planner is told not to.
        await trx.raw('set local enable_seqscan = off');
        return trx.raw<{ rows: Record<string, string>[] }>(explained, [...bindings]);
      });
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    }

    it('to find, by an index and without sorting', async () => {
      const plans: string[] = [];
      for (const kind of stores.retention.kinds) {
        const step = { before: BORDER, after: { at: OLD, id: '1' }, limit: 10 };
        plans.push(...(await plansOf(readerOf(stores.db), /^select/, () => kind.list('env1', step))));
      }
      expect(plans).toHaveLength(10);
      const isCostly = /SCAN|TEMP B-TREE FOR ORDER BY|Seq Scan|(?<!Incremental )Sort {2}\(/;
      expect(plans.filter((plan) => isCostly.test(plan))).toEqual([]);
    });

    it('to delete, by the ids and not by the age', async () => {
      const plans: string[] = [];
      const record = { position: { at: OLD, id: '1' }, mayGo: true, rows: {} };
      for (const kind of stores.retention.kinds) {
        plans.push(...(await plansOf(stores.db, /^delete/, () => kind.delete('env1', [record], BORDER))));
      }
      expect(plans).toHaveLength(10);
      expect(plans.filter((plan) => /SCAN|Seq Scan/.test(plan))).toEqual([]);
      const byAge = /(received_at|ended_at|created_at|polled_at|expires_at|\bat)<\?/;
      expect(plans.filter((plan) => byAge.test(plan))).toEqual([]);
    });
  });
});
