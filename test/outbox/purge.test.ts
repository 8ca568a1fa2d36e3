import { stat } from 'node:fs/promises';
import type { Knex } from 'knex';
import { composeStores } from '../../src/app/stores';
import type { Retention, RowCounts } from '../../src/domain/retention/retention';
import { countOldRows, createPurge, purgeRounds, type OldRecords } from '../../src/outbox/purge';
import { createServiceMetrics } from '../../src/metrics/service-metrics';
import { aNewDelivery } from '../support/builders/a-delivery';
import { recordingLogger } from '../support/builders/recording-logger';
import { someMasterKeys } from '../support/builders/some-master-keys';
import { databases, sqlite } from '../support/databases/databases';
import { dumpOf } from '../support/databases/dump-of';
import { useDatabase } from '../support/databases/use-database';
import { useStores } from '../support/databases/use-stores';
import { plant } from '../support/databases/plant';
import { anEnvironment } from '../support/builders/an-environment';
import { ACCOUNT_ID } from '../support/builders/an-account';

const NOW = new Date('2026-06-01T00:00:00.000Z');
const OLD = '2026-03-01T09:00:00.000Z';
const RECENT = '2026-05-30T09:00:00.000Z';
const RETENTION: Retention = { recordDays: 30, auditDays: 60 };
const now = () => NOW;
/** None: nobody else wants the database. */
const pause = () => Promise.resolve();

/** An event with a delivery that has ended, of as many bytes at least. */
function eventRows(id: string, at: string, bytes = 2) {
  const event = {
    environment_id: 'env1',
    event_id: id,
    event_type: 'upload',
    payload: JSON.stringify({ filler: 'x'.repeat(bytes) }),
    request: '{}',
    triggers_see_it: true,
    triggered_at: at,
    triggered_by: '{}',
    request_id: 'r',
    received_at: at,
    content_hash: 'h',
    started_at: at,
    resolved_at: at,
  };
  const { id: deliveryId, uri, body } = aNewDelivery({ id: `dlv-${id}` });
  const delivery = {
    id: deliveryId,
    environment_id: 'env1',
    event_id: id,
    event_type: 'upload',
    uri,
    body,
    auth_scheme: 'default',
    trigger_ids: '[]',
    body_kind: 'default',
    status: 'delivered',
    attempt_count: 1,
    created_at: at,
    updated_at: at,
  };
  return { event, delivery };
}

async function store(db: Knex, ids: readonly string[], at = OLD, bytes?: number): Promise<void> {
  const rows = ids.map((id) => eventRows(id, at, bytes));
  for (let begin = 0; begin < rows.length; begin += 100) {
    const chunk = rows.slice(begin, begin + 100);
    await db('events').insert(chunk.map(({ event }) => event));
    await db('deliveries').insert(chunk.map(({ delivery }) => delivery));
  }
}

const many = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => `${prefix}${n}`);
const auditEntry = (id: string, at: string) => ({
  id,
  at,
  account_id: ACCOUNT_ID,
  actor_kind: 'service',
  actor_id: 'tester',
  action: 'delivery.retry',
  subject_id: 'dlv1',
});

describe.each(databases)('the purge on $name', ({ open }) => {
  const stores = useStores(open);

  const round = (
    terms: Partial<Parameters<ReturnType<typeof purgeRounds>>[0]> = {},
    retention: Retention = RETENTION,
    old: OldRecords = stores.retention,
  ) =>
    purgeRounds({ old, retention, now, pause })({
      isStopped: () => false,
      report: () => undefined,
      beside: 'leave',
      ...terms,
    });
  const eventIds = () => stores.db('events').orderBy('event_id').pluck<string[]>('event_id');

  it('deletes in many steps all that is old, and tells of each', async () => {
    await store(stores.db, many('old', 450));
    await store(stores.db, ['recent'], RECENT);
    await stores.db('audit_log').insert([auditEntry('a', OLD), auditEntry('b', RECENT)]);
    const steps: RowCounts[] = [];
    const { rows } = await round({ report: (step) => void steps.push(step) });
    expect(rows).toEqual({ events: 450, deliveries: 450, audit_log: 1 });
    expect(steps.length).toBeGreaterThan(3);
    expect(steps.reduce((sum, { events = 0 }) => sum + events, 0)).toBe(450);
    expect(await eventIds()).toEqual(['recent']);
    expect(await stores.db('audit_log').pluck('id')).toEqual(['b']);
    expect((await round()).rows).toEqual({});
  });

  it('passes what may not go yet, and deletes what comes behind it', async () => {
    await store(stores.db, many('a', 250));
    await store(stores.db, many('b', 10));
    await stores.db('deliveries').whereLike('id', 'dlv-a%').update({ status: 'pending' });
    expect((await round()).rows).toEqual({ events: 10, deliveries: 10 });
    expect(await eventIds()).toHaveLength(250);
  });

  it.each([
    ['events', { recordDays: 0, auditDays: 60 }, {}],
    ['the audit log', { recordDays: 30, auditDays: 0 }, { events: 1, deliveries: 1 }],
  ])('keeps %s for ever when told so', async (_what, retention, deleted) => {
    await store(stores.db, ['old']);
    await stores.db('audit_log').insert([auditEntry('a', OLD)]);
    expect((await round({}, retention)).rows).toEqual(deleted);
    expect(await stores.db('audit_log').pluck('id')).toEqual(['a']);
  });

  it('stops between two steps when the process is about to end, and goes on in the next round', async () => {
    await store(stores.db, many('old', 300));
    let steps = 0;
    const { rows } = await round({ isStopped: () => steps >= 2, report: () => void (steps += 1) });
    expect(steps).toBe(2);
    expect(rows.events).toBeGreaterThan(0);
    expect(await eventIds()).toHaveLength(300 - (rows.events ?? 0));
    await round();
    expect(await eventIds()).toEqual([]);
  });

  it('may be made by several at once: each row goes, and is counted, once', async () => {
    await store(stores.db, many('old', 300));
    const all = await Promise.all([1, 2, 3].map(() => round({ beside: 'go_on' })));
    expect(all.reduce((sum, { rows: { events = 0 } }) => sum + events, 0)).toBe(300);
    expect(await eventIds()).toEqual([]);
  });

  it('leaves the rest to another process that is at it', async () => {
    await store(stores.db, many('old', 300));
    const [events] = stores.retention.kinds;
    if (!events) throw new Error('nothing grows old');
    let asked = 0;
    const busy = { ...events, delete: async () => void (asked += 1) };
    const { rows } = await round({}, RETENTION, {
      ...stores.retention,
      kinds: [busy, ...stores.retention.kinds],
      giveBackSpace: async () => undefined,
    });
    expect([rows, asked, (await eventIds()).length]).toEqual([{}, 1, 300]);
  });

  it('counts what it would delete, since when, and deletes nothing', async () => {
    await store(stores.db, many('old', 250));
    await store(stores.db, ['oldest'], '2026-02-01T00:00:00.000Z');
    await store(stores.db, ['recent'], RECENT);
    const before = await dumpOf(stores.db);
    const counted = await countOldRows({ old: stores.retention, retention: RETENTION, now });
    expect(Object.fromEntries(counted)).toMatchObject({
      events: { rows: 251, oldestAt: '2026-02-01T00:00:00.000Z' },
      deliveries: { rows: 251, oldestAt: undefined },
    });
    expect(await dumpOf(stores.db)).toBe(before);
  });

  async function runOnce(old: OldRecords) {
    const logger = recordingLogger();
    const metrics = createServiceMetrics('1.2.3');
    const purge = createPurge({
      old,
      retention: RETENTION,
      now,
      pause,
      logger,
      metrics,
    });
    purge.start();
    while (logger.lines.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await purge.stop();
    return { logger, metrics: await metrics.text() };
  }

  it('says in the log and in the metrics what a worker has deleted', async () => {
    await store(stores.db, ['old1', 'old2']);
    const { logger, metrics } = await runOnce(stores.retention);
    expect(logger.lines).toEqual([
      {
        level: 'info',
        message: 'deleted what was older than it is kept for',
        facts: { events: 2, deliveries: 2, pages_given_back: expect.any(Number) },
      },
    ]);
    expect(metrics).toContain('webhooks_purged_rows_total{table="deliveries"} 2');
    expect(metrics).toContain('webhooks_purge_step_seconds_count 1');
  });

  it('says in the log when the database does not answer, and tries again', async () => {
    const gone = () => Promise.reject(new Error('gone'));
    const kinds = stores.retention.kinds.map((kind) => ({ ...kind, listParts: gone }));
    const { logger } = await runOnce({ ...stores.retention, kinds });
    expect(logger.lines).toEqual([
      {
        level: 'warn',
        message: 'could not delete what is older than it is kept for; the next round will',
        facts: { reason: 'gone' },
      },
    ]);
  });
});

describe('the space of an SQLite file', () => {
  const opened = useDatabase(sqlite.open);
  const size = async () => {
    // Moves the write-ahead log into the file.
    await opened.db.raw('pragma wal_checkpoint(truncate)');
    return (await stat(opened.url.slice('sqlite:'.length))).size;
  };
  const round = () =>
    purgeRounds({
      old: composeStores(opened.db, someMasterKeys()).retention,
      retention: RETENTION,
      now,
      pause,
    })({
      isStopped: () => false,
      report: () => undefined,
      beside: 'leave',
    });

  it('is given back, but for a tenth of the file', async () => {
    await plant(opened.db, { environments: [anEnvironment()] });
    const empty = await size();
    await store(opened.db, many('old', 400), OLD, 10_000);
    const full = await size();
    expect(full).toBeGreaterThan(4_000_000);
    expect((await round()).pages).toBeGreaterThan(500);
    expect(await size()).toBeLessThan(empty * 1.3);
  });

  it('is kept for what comes next in a file that was made without it', async () => {
    await opened.db.raw('pragma auto_vacuum = none');
    await opened.db.raw('vacuum');
    await plant(opened.db, { environments: [anEnvironment()] });
    await store(opened.db, many('old', 100), OLD, 10_000);
    const full = await size();
    expect(await round()).toMatchObject({ pages: 0, rows: { events: 100 } });
    expect(await size()).toBe(full);
    await opened.db.raw('pragma auto_vacuum = incremental');
    await opened.db.raw('vacuum');
    expect(await size()).toBeLessThan(full);
    await store(opened.db, many('old', 100), OLD, 10_000);
    expect((await round()).pages).toBeGreaterThan(100);
  });
});
