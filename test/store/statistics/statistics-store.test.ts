import type { Knex } from 'knex';
import { ATTEMPT_ERROR_CODES, type AttemptOutcome } from '../../../src/domain/deliveries/attempt';
import type { StatisticPoint, StatisticQuery } from '../../../src/domain/statistics/statistics';
import { purgeRounds } from '../../../src/outbox/purge';
import { statisticsRounds } from '../../../src/outbox/statistics-filler';
import { createStatisticsStore } from '../../../src/store/statistics/statistics-store';
import { aNewDelivery } from '../../support/builders/a-delivery';
import { recordingLogger } from '../../support/builders/recording-logger';
import { databases } from '../../support/databases/databases';
import { storeDeliveries } from '../../support/databases/store-deliveries';
import { useStores } from '../../support/databases/use-stores';

const at = (time: string) => `2026-03-14T${time}.000Z`;
const seconds = (time: string) => Date.parse(at(time)) / 1000;

const accepted: AttemptOutcome = { kind: 'delivered', httpStatus: 200, responseExcerpt: '', durationMs: 40 };
const refused: AttemptOutcome = {
  kind: 'rejected',
  errorCode: 'http_status',
  errorMessage: '',
  httpStatus: 503,
  responseExcerpt: '',
  durationMs: 200,
};
const silent: AttemptOutcome = {
  kind: 'unreachable',
  errorCode: 'timeout',
  errorMessage: '',
  durationMs: 20_000,
};

describe.each(databases)('statistics on $name', ({ open }) => {
  const stores = useStores(open);
  let time = at('09:59:30');
  const logger = recordingLogger();
  const rounds = () => statisticsRounds({ statistics: stores.statistics, logger, now: () => new Date(time) });

  beforeEach(async () => {
    time = at('09:59:30');
  });

  const purge = (nowAt: string) =>
    purgeRounds({
      old: stores.retention,
      retention: { recordDays: 0, auditDays: 0 },
      now: () => new Date(nowAt),
      pause: () => Promise.resolve(),
    })({ isStopped: () => false, report: () => undefined, beside: 'go_on' });

  interface Made {
    readonly attempts?: readonly (readonly [string, AttemptOutcome])[];
    readonly status?: 'pending' | 'delivered' | 'failed';
    readonly environmentId?: string;
    readonly uri?: string;
    readonly receivedAt?: string;
    readonly triggerIds?: readonly string[];
    readonly isTest?: boolean;
  }

  async function make(id: string, made: Made): Promise<void> {
    const {
      attempts = [],
      status = 'delivered',
      environmentId = 'env1',
      uri = 'https://a.example.com/',
    } = made;
    const { receivedAt = at('09:26:53'), triggerIds = ['trg1'], isTest = false } = made;
    await storeDeliveries(stores.db, [aNewDelivery({ id, uri, triggerIds, isTest })], {
      ...(isTest && { testTriggerId: 'trg1' }),
      environmentId,
      eventId: `evt-${id}`,
      receivedAt,
      resolvedAt: receivedAt,
    });
    for (const [index, [startedAt, outcome]] of attempts.entries()) {
      const isLast = index === attempts.length - 1;
      await stores.deliveries.recordAttempt(
        { deliveryId: id, attemptNumber: index + 1, startedAt, requestHeaders: {}, outcome },
        isLast
          ? { status, nextAttemptAt: undefined }
          : { status: 'pending', nextAttemptAt: attempts[index + 1]?.[0] },
      );
    }
  }

  const read = (query: Partial<StatisticQuery> = {}, wholeHoursUntilSeconds = 0) =>
    stores.statistics.read('env1', {
      fromSeconds: seconds('00:00:00'),
      toSeconds: seconds('23:00:00'),
      bucketSeconds: 60,
      groupBy: 'none',
      ...query,
      wholeHoursUntilSeconds,
    });
  const brief = ({ atSeconds, answer, firstAttempt, ...counts }: StatisticPoint) => ({
    at: new Date(atSeconds * 1000).toISOString().slice(11, 16),
    ...Object.fromEntries(Object.entries(counts).filter(([, n]) => n !== 0)),
    answers: answer.reduce((a, b) => a + b, 0),
    firstAttempts: firstAttempt.reduce((a, b) => a + b, 0),
  });
  const points = async (query?: Partial<StatisticQuery>, border?: number) =>
    (await read(query, border)).flatMap((series) => series.points.map(brief));

  it('counts by the minute what was accepted, attempted and given up', async () => {
    await make('d1', { attempts: [[at('09:27:00'), accepted]] });
    await make('d2', {
      attempts: [
        [at('09:27:10'), refused],
        [at('09:30:10'), silent],
      ],
      status: 'failed',
    });
    await rounds()();
    expect(await points()).toEqual([
      { at: '09:26', accepted: 2, answers: 0, firstAttempts: 0 },
      { at: '09:27', delivered: 1, attempts: 2, rejected: 1, firstTry: 1, answers: 2, firstAttempts: 2 },
      { at: '09:30', failed: 1, attempts: 1, unreachable: 1, answers: 0, firstAttempts: 0 },
    ]);
    const [series] = await read();
    expect(series?.points[1]?.answer).toEqual([1, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
    // 7 s and 17 s after the receipt of their events.
    expect(series?.points[1]?.firstAttempt).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 1, 0]);
  });

  it('leaves out a product environment that is deleted while it counts', async () => {
    await make('d1', { attempts: [[at('09:27:00'), accepted]] });
    await make('d2', { attempts: [[at('09:27:10'), accepted]], environmentId: 'env2' });
    const { db } = stores;
    // What is to be written was read when the transaction begins.
    const transaction = async (work: (trx: Knex.Transaction) => Promise<void>) => {
      for (const table of ['events', 'triggers', 'access_keys', 'signing_keys']) {
        await db(table).where({ environment_id: 'env2' }).delete();
      }
      await db('product_environments').where({ id: 'env2' }).delete();
      return db.transaction(work);
    };
    const deleting = new Proxy(db, {
      get: (target, name) =>
        name === 'transaction' ? transaction : (Reflect.get(target, name, target) as unknown),
    });

    await createStatisticsStore(deleting).recount(seconds('09:27:00'));

    expect(await points()).toEqual([
      { at: '09:27', delivered: 1, attempts: 1, firstTry: 1, answers: 1, firstAttempts: 1 },
    ]);
    expect(await db('delivery_statistics').where({ environment_id: 'env2' })).toEqual([]);
  });

  it('leaves out tests, accepted, attempted or given up', async () => {
    await make('d1', { attempts: [[at('09:27:00'), accepted]], isTest: true });
    await make('d2', { attempts: [[at('09:27:10'), refused]], status: 'failed', isTest: true });
    await rounds()();
    expect(await points()).toEqual([]);
    await make('d3', { attempts: [[at('09:27:20'), accepted]] });
    await rounds()();
    expect(await points()).toEqual([
      { at: '09:26', accepted: 1, answers: 0, firstAttempts: 0 },
      { at: '09:27', delivered: 1, attempts: 1, firstTry: 1, answers: 1, firstAttempts: 1 },
    ]);
    await make('d4', { uri: 'poll://orders', isTest: true });
    await stores.db('poll_messages').where({ delivery_id: 'd4' }).update({ claims: 1, claim: 'c1' });
    await stores.pollMessages.acknowledge('env1', [{ deliveryId: 'd4', claim: 'c1' }], at('09:27:30'));
    // Or each round would count them again.
    expect(await stores.statistics.listStale(seconds('09:00:00'), seconds('10:00:00'))).toEqual([]);
  });

  it('counts what a client acknowledges as delivered, without an attempt, and no longer once it is put back', async () => {
    for (const id of ['once', 'twice', 'unclaimed']) await make(id, { uri: 'poll://orders' });
    for (const [deliveryId, claims] of [
      ['once', 1],
      ['twice', 2],
    ] as const) {
      await stores.db('poll_messages').where({ delivery_id: deliveryId }).update({ claims, claim: 'c1' });
    }
    const receipts = ['once', 'twice'].map((deliveryId) => ({ deliveryId, claim: 'c1' }));
    await stores.pollMessages.acknowledge('env1', receipts, at('09:58:20'));
    const round = rounds();
    await round();
    const acknowledged = async () => (await points()).filter((each) => each.at === '09:58');
    const counted = { at: '09:58', delivered: 2, firstTry: 1, answers: 0, firstAttempts: 0 };
    expect(await acknowledged()).toEqual([counted]);
    expect(await stores.statistics.listStale(seconds('09:00:00'), seconds('10:00:00'))).toEqual([]);
    const twice = await stores.deliveries.find('twice');
    if (twice) await stores.pollMessages.putBack(twice, at('09:59:00'));
    expect(await stores.statistics.listStale(seconds('09:00:00'), seconds('10:00:00'))).toEqual([
      seconds('09:58:00'),
    ]);
    await round();
    expect(await acknowledged()).toEqual([{ ...counted, delivered: 1 }]);
  });

  it('shows an environment its own alone', async () => {
    await make('d1', { environmentId: 'env2', attempts: [[at('09:27:00'), accepted]] });
    await rounds()();
    expect(await points()).toEqual([]);
  });

  it('counts nothing twice, however often and by however many it is counted', async () => {
    await make('d1', { attempts: [[at('09:59:00'), accepted]], receivedAt: at('09:58:59') });
    const [one, other] = [rounds(), rounds()];
    await Promise.all([one(), other()]);
    await one();
    await other();
    expect((await points()).at(-1)).toMatchObject({ at: '09:59', delivered: 1, attempts: 1 });
    expect(logger.lines.filter(({ level }) => level === 'warn')).toEqual([]);
  });

  it('counts what is recorded later, and what a retry has undone', async () => {
    const round = rounds();
    await make('d1', { attempts: [[at('09:59:00'), refused]], status: 'failed', receivedAt: at('09:58:59') });
    await round();
    expect((await points()).at(-1)).toMatchObject({ at: '09:59', failed: 1, attempts: 1 });
    await stores.deliveries.markPending('d1', { at: at('09:59:20'), firstAttemptNumber: 2 });
    await make('d2', { attempts: [[at('09:59:10'), accepted]], receivedAt: at('09:58:59') });
    await round();
    const last = (await points()).at(-1);
    expect(last).toMatchObject({ at: '09:59', delivered: 1, attempts: 2 });
    expect(last).not.toHaveProperty('failed');
  });

  it('adds whole hours up, and reads hours and minutes as one series', async () => {
    const round = rounds();
    await make('d1', { attempts: [[at('08:10:00'), accepted]], receivedAt: at('08:09:00') });
    await make('d2', { attempts: [[at('09:10:00'), accepted]], receivedAt: at('09:09:00') });
    await round();
    time = at('10:00:05');
    await round();
    const asHours = [
      { at: '08:00', accepted: 1, delivered: 1, attempts: 1, firstTry: 1, answers: 1, firstAttempts: 1 },
      { at: '09:00', accepted: 1, delivered: 1, attempts: 1, firstTry: 1, answers: 1, firstAttempts: 1 },
    ];
    expect(await points({ bucketSeconds: 3_600 })).toEqual(asHours);
    expect(await points({ bucketSeconds: 3_600 }, seconds('09:00:00'))).toEqual(asHours);
    expect(await points({ bucketSeconds: 3_600 }, seconds('10:00:00'))).toEqual(asHours);
    expect(await points({ bucketSeconds: 86_400 }, seconds('10:00:00'))).toMatchObject([
      { at: '00:00', accepted: 2, delivered: 2 },
    ]);
  });

  it('tells hosts and event types apart, the busiest first', async () => {
    await make('d1', { attempts: [[at('09:27:00'), accepted]] });
    for (const id of ['d2', 'd3']) {
      await make(id, { uri: 'https://b.example.com/', attempts: [[at('09:27:00'), accepted]] });
    }
    await rounds()();
    const byHost = await read({ groupBy: 'destination_host' });
    expect(byHost.map(({ key, points: of }) => [key, of[0]?.delivered])).toEqual([
      ['b.example.com', 2],
      ['a.example.com', 1],
    ]);
    expect((await read({ groupBy: 'event_type' })).map(({ key }) => key)).toEqual(['upload']);
    expect(await points({ destinationHost: 'a.example.com' })).toMatchObject([{ delivered: 1 }]);
    expect(await points({ eventType: 'delete' })).toEqual([]);
  });

  const A = 'https://a.example.com/one';
  const B = 'https://a.example.com/two';
  const OWN = 'https://a.example.com/of-one-event';

  it('tells the URLs of triggers apart, and leaves out those that events have brought', async () => {
    await make('d1', { uri: A, attempts: [[at('09:27:00'), refused]], status: 'failed' });
    for (const id of ['d2', 'd3']) await make(id, { uri: B, attempts: [[at('09:27:00'), accepted]] });
    await make('d4', { uri: OWN, triggerIds: [], attempts: [[at('09:27:00'), accepted]] });
    await make('d5', { uri: A, environmentId: 'env2', attempts: [[at('09:27:00'), accepted]] });
    await rounds()();
    const byUrl = async (query: Partial<StatisticQuery> = {}) =>
      (await read({ groupBy: 'uri', ...query })).map(({ key, points: of }) => [key, of.map(brief)]);
    expect(await byUrl()).toEqual([
      [B, [expect.objectContaining({ at: '09:27', delivered: 2, attempts: 2, firstTry: 2 })]],
      [A, [expect.objectContaining({ at: '09:27', failed: 1, attempts: 1, rejected: 1 })]],
    ]);
    expect(await byUrl({ eventType: 'delete' })).toEqual([]);
    expect(await byUrl({ destinationHost: 'a.example.com' })).toHaveLength(2);
    expect(await points()).toContainEqual(expect.objectContaining({ at: '09:27', attempts: 4 }));
  });

  it('reads the attempts at some URLs hour by hour, over the border between hours and minutes', async () => {
    const round = rounds();
    await make('d1', { uri: A, attempts: [[at('08:10:00'), silent]], receivedAt: at('08:09:00') });
    await make('d2', { uri: A, attempts: [[at('09:10:00'), accepted]], receivedAt: at('09:09:00') });
    await make('d3', { uri: B, attempts: [[at('09:10:00'), accepted]], receivedAt: at('09:09:00') });
    await round();
    time = at('10:00:05');
    await round();
    const asked = { environmentId: 'env1', fromSeconds: seconds('00:00:00') };
    const hours = [
      { atSeconds: seconds('08:00:00'), delivered: 0, failed: 1 },
      { atSeconds: seconds('09:00:00'), delivered: 1, failed: 0 },
    ];
    for (const border of ['08:00:00', '09:00:00', '10:00:00']) {
      const wholeHoursUntilSeconds = seconds(border);
      const found = await stores.statistics.readUrlHours({ ...asked, uris: [A], wholeHoursUntilSeconds });
      expect([...found]).toEqual([[A, hours]]);
    }
    const none = { ...asked, uris: [], wholeHoursUntilSeconds: 0 };
    expect(await stores.statistics.readUrlHours(none)).toEqual(new Map());
  });

  it('tells failed attempts apart by why they failed, the most frequent first', async () => {
    await make('d1', { attempts: [[at('09:27:00'), accepted]] });
    for (const id of ['d2', 'd3']) await make(id, { attempts: [[at('09:27:10'), silent]], status: 'failed' });
    await make('d4', { attempts: [[at('09:28:10'), refused]], uri: 'https://b.example.com/' });
    await rounds()();
    const byCode = async (query: Partial<StatisticQuery> = {}) =>
      (await read({ groupBy: 'error_code', ...query })).map(({ key, points: of }) => [key, of.map(brief)]);
    const nothingElse = { answers: 0, firstAttempts: 0 };
    expect(await byCode()).toEqual([
      ['timeout', [{ at: '09:27', attempts: 2, unreachable: 2, ...nothingElse }]],
      ['http_status', [{ at: '09:28', attempts: 1, rejected: 1, ...nothingElse }]],
    ]);
    expect((await byCode({ destinationHost: 'b.example.com' })).map(([key]) => key)).toEqual(['http_status']);
    expect(await byCode({ bucketSeconds: 3_600 })).toMatchObject([
      ['timeout', [{ at: '09:00' }]],
      ['http_status', [{ at: '09:00' }]],
    ]);
  });

  it.each(['delivery_statistics', 'url_statistics'])('has a column for every code in %s', async (table) => {
    const columns = Object.keys(await stores.db(table).columnInfo()).filter((name) =>
      name.startsWith('error_'),
    );
    expect(columns.sort()).toEqual(ATTEMPT_ERROR_CODES.map((code) => `error_${code}`).sort());
  });

  it('loses minutes after two days and an hour, and hours after 90 days, even if events are kept for ever', async () => {
    await make('d1', { attempts: [[at('09:27:00'), accepted]], receivedAt: at('09:26:00') });
    const round = rounds();
    await round();
    time = at('10:00:05');
    await round();
    await purge('2026-03-16T10:40:00.000Z');
    expect(await points()).toEqual([]);
    const hours = () => points({ bucketSeconds: 3_600 }, seconds('10:00:00'));
    expect(await hours()).toMatchObject([{ at: '09:00', delivered: 1 }]);
    await purge('2026-06-12T10:00:00.000Z');
    expect(await hours()).toEqual([]);
  });

  it('begins with what happened while nobody counted', async () => {
    await make('d1', { attempts: [[at('02:27:00'), accepted]], receivedAt: at('02:26:00') });
    await rounds()();
    time = '2026-03-15T09:59:30.000Z';
    await make('d2', { attempts: [[at('22:27:00'), accepted]], receivedAt: at('22:26:00') });
    await rounds()();
    expect((await points({ bucketSeconds: 3_600 }, seconds('23:00:00'))).map((each) => each.at)).toEqual([
      '02:00',
      '22:00',
    ]);
  });

  it('says what it could not count, and goes on', async () => {
    const fault = () => Promise.reject(new Error('away'));
    const round = statisticsRounds({
      statistics: { ...stores.statistics, listStale: fault },
      logger,
      now: () => new Date(time),
    });
    await round();
    expect(logger.lines.at(-1)).toMatchObject({ level: 'warn' });
  });
});
