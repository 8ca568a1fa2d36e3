import { composeStores, type Stores } from '../../../src/app/stores';
import type { AttemptOutcome } from '../../../src/domain/deliveries/attempt';
import { tidyHosts } from '../../../src/outbox/failure-upkeep';
import { aNewDelivery } from '../../support/builders/a-delivery';
import { BY } from '../../support/builders/an-audit-entry';
import { recordingLogger } from '../../support/builders/recording-logger';
import { someMasterKeys } from '../../support/builders/some-master-keys';
import { databases, sqlite } from '../../support/databases/databases';
import { storeDeliveries } from '../../support/databases/store-deliveries';
import { useStores } from '../../support/databases/use-stores';

const at = (time: string) => `2026-03-14T${time}.000Z`;
const TOLD = 'https://alerts.example.com/webhooks';
const HOST = 'a.example.com';

interface Sent {
  readonly host?: string;
  readonly environmentId?: string;
  readonly eventType?: string;
  readonly startedAt: string;
  readonly isTest?: boolean;
}

describe.each(databases)('failure notifications on $name', ({ open }) => {
  const stores = useStores(open, undefined, { publicUrl: 'https://webhooks.example.com' });
  beforeEach(async () => {
    await stores.failureNotifications.name('env1', TOLD, { at: at('09:00:00'), by: BY });
  });

  const store = (
    id: string,
    { host = HOST, environmentId = 'env1', eventType = 'upload', startedAt, isTest = false }: Sent,
  ) =>
    storeDeliveries(stores.db, [aNewDelivery({ id, uri: `https://${host}/${id}`, isTest })], {
      environmentId,
      eventType,
      eventId: `evt-${id}`,
      resolvedAt: startedAt,
      receivedAt: startedAt,
    });
  function record(
    id: string,
    startedAt: string,
    status: 'failed' | 'delivered' | 'pending',
    attemptNumber = 1,
  ) {
    const answered = { httpStatus: status === 'delivered' ? 200 : 503, responseExcerpt: '', durationMs: 0 };
    const outcome: AttemptOutcome =
      status === 'delivered'
        ? { kind: 'delivered', ...answered }
        : {
            kind: 'rejected',
            errorCode: 'http_status',
            errorMessage: 'the receiver answered 503',
            ...answered,
          };
    return stores.deliveries.recordAttempt(
      { deliveryId: id, attemptNumber, startedAt: at(startedAt), requestHeaders: {}, outcome },
      { status, nextAttemptAt: undefined },
    );
  }
  async function send(id: string, status: 'failed' | 'delivered', time: string, sent: Partial<Sent> = {}) {
    await store(id, { startedAt: at(time), ...sent });
    return record(id, time, status);
  }
  const told = async (environmentId = 'env1') => {
    const events = await stores.events.list(environmentId, { limit: 100, order: 'oldest_first' });
    return events
      .filter(({ eventType }) => eventType.startsWith('destination_'))
      .map(({ eventType, receivedAt }) => `${eventType} ${receivedAt.slice(11, 16)}`);
  };
  const hosts = async () => (await stores.failureNotifications.find('env1')).hosts;
  const tidy = (time: string) =>
    tidyHosts({ hosts: stores.failureUpkeep, logger: recordingLogger(), now: () => new Date(time) });

  it('a delivery that fails for good is told by an event that waits for its workflow', async () => {
    await store('d1', { startedAt: at('09:10:00') });
    await record('d1', '09:10:00', 'pending');
    expect(await told()).toEqual([]);
    await record('d1', '09:13:00', 'failed', 2);
    const [event] = (await stores.events.listUnstarted(at('10:00:00'), 10)).filter(
      ({ eventType }) => eventType === 'destination_failing',
    );
    expect(await stores.events.find('env1', event?.eventId ?? '')).toMatchObject({
      request: { notification_url: TOLD },
      triggersSeeIt: false,
      receivedAt: at('09:13:00'),
      payload: {
        notification_type: 'destination_failing',
        timestamp: '2026-03-14T09:13:00+00:00',
        destination_host: HOST,
        failing_since: at('09:10:00'),
        failed_deliveries: 1,
        last_error: { code: 'http_status', http_status: 503, message: 'the receiver answered 503' },
        last_failed_delivery_id: 'd1',
        deliveries_url: `https://webhooks.example.com/console/deliveries?destination_host=${HOST}&status=failed`,
      },
    });
  });

  it('each host is told at most once an hour, counted, and once that it is well again', async () => {
    await send('d1', 'failed', '09:10:00');
    await send('d2', 'failed', '09:20:00');
    await send('d3', 'failed', '09:20:00', { host: 'b.example.com' });
    await send('d4', 'failed', '10:10:00');
    expect(await hosts()).toMatchObject([
      { host: HOST, failedDeliveries: 3, toldAt: at('10:10:00'), recoveredAt: undefined },
      { host: 'b.example.com', failedDeliveries: 1 },
    ]);
    await send('d5', 'delivered', '10:11:00');
    await send('d6', 'delivered', '10:12:00');
    expect(await hosts()).toMatchObject([{ recoveredAt: at('10:11:00') }, { recoveredAt: undefined }]);
    expect(await told()).toEqual([
      'destination_failing 09:10',
      'destination_failing 09:20',
      'destination_failing 10:10',
      'destination_recovered 10:11',
    ]);
  });

  it('what many workers store at once is told once, and counted whole', async () => {
    const ids = Array.from({ length: 40 }, (_, index) => `d${index}`);
    for (const id of ids) await store(id, { startedAt: at('09:10:00') });
    const workers = [1, 2, 3, 4].map(() => composeStores(stores.db, someMasterKeys()).deliveries);
    const failure = {
      kind: 'unreachable',
      errorCode: 'timeout',
      errorMessage: 'no answer',
      durationMs: 0,
    } as const;
    const fail = ({ recordAttempt }: Stores['deliveries'], deliveryId: string) =>
      recordAttempt(
        { deliveryId, attemptNumber: 1, startedAt: at('09:10:00'), requestHeaders: {}, outcome: failure },
        { status: 'failed', nextAttemptAt: undefined },
      );
    const perWorker = ids.length / workers.length;
    await Promise.all(
      workers.flatMap((worker, index) =>
        ids.slice(index * perWorker, (index + 1) * perWorker).map((id) => fail(worker, id)),
      ),
    );
    expect(await told()).toEqual(['destination_failing 09:10']);
    expect(await hosts()).toMatchObject([{ failedDeliveries: 40, lastError: { code: 'timeout' } }]);
  });

  it('an attempt that is recorded twice counts once', async () => {
    await send('d1', 'failed', '09:10:00');
    await record('d1', '09:10:00', 'failed');
    expect(await hosts()).toMatchObject([{ failedDeliveries: 1 }]);
  });

  it('nothing is stored of an attempt whose failure cannot be told: the transaction is one', async () => {
    await store('d1', { startedAt: at('09:10:00') });
    await stores.db.schema.renameTable('troubled_hosts', 'lost_hosts');
    await expect(record('d1', '09:10:00', 'failed')).rejects.toThrow(/troubled_hosts/);
    await stores.db.schema.renameTable('lost_hosts', 'troubled_hosts');
    expect(await stores.deliveries.find('d1')).toMatchObject({ status: 'pending', attemptCount: 0 });
    await record('d1', '09:10:00', 'failed');
    expect(await told()).toEqual(['destination_failing 09:10']);
  });

  it.each(['destination_failing', 'destination_recovered'])(
    'what becomes of a delivery of %s tells nobody, and ends no trouble',
    async (eventType) => {
      await send('own', 'failed', '09:10:00', { eventType });
      expect(await hosts()).toEqual([]);
      await send('d1', 'failed', '09:20:00');
      await send('own-2', 'delivered', '09:21:00', { eventType });
      expect(await hosts()).toMatchObject([{ failedDeliveries: 1, recoveredAt: undefined }]);
    },
  );

  it('what becomes of a test of a trigger tells nobody, and ends no trouble', async () => {
    const test = (id: string, startedAt: string) =>
      storeDeliveries(stores.db, [aNewDelivery({ id, uri: `https://${HOST}/`, isTest: true })], {
        eventId: `evt-${id}`,
        testTriggerId: 'trg1',
        resolvedAt: at(startedAt),
        receivedAt: at(startedAt),
      });
    await test('t1', '09:10:00');
    await record('t1', '09:10:00', 'failed');
    expect(await hosts()).toEqual([]);
    await send('d1', 'failed', '09:20:00');
    await test('t2', '09:21:00');
    await record('t2', '09:21:00', 'delivered');
    expect(await hosts()).toMatchObject([{ failedDeliveries: 1, recoveredAt: undefined }]);
  });

  it('a product environment that has named no URL is told nothing, and nothing is kept of its hosts', async () => {
    await send('d1', 'failed', '09:10:00', { environmentId: 'env2' });
    expect(await told('env2')).toEqual([]);
    expect(await stores.failureNotifications.find('env2')).toEqual({ uri: undefined, hosts: [] });
    expect(await stores.db('troubled_hosts')).toEqual([]);
  });

  it('what is cancelled while its last attempt fails is not told; what ends in a channel neither', async () => {
    await store('d1', { startedAt: at('09:10:00') });
    await stores.deliveries.markCancelled('d1', at('09:11:00'));
    await record('d1', '09:12:00', 'failed');
    await storeDeliveries(stores.db, [aNewDelivery({ id: 'polled', uri: 'poll://inbox' })], {
      eventId: 'evt-polled',
    });
    await stores.channelUpkeep.fail(['polled'], { errorCode: 'not_polled', at: at('09:30:00') });
    expect(await hosts()).toEqual([]);
  });

  it('a test that fails is not told, and one that is accepted ends nothing', async () => {
    await send('d1', 'failed', '09:10:00', { isTest: true });
    expect(await hosts()).toEqual([]);
    await send('d2', 'failed', '09:20:00');
    await send('d3', 'delivered', '09:30:00', { isTest: true });
    expect(await hosts()).toMatchObject([{ failedDeliveries: 1, recoveredAt: undefined }]);
    expect(await told()).toEqual(['destination_failing 09:20']);
  });

  it('a delivery that the reconciler settles as failed is told, too', async () => {
    await store('d1', { startedAt: at('09:10:00') });
    await stores.deliveries.settle('d1', { status: 'failed', note: 'lost', at: at('09:40:00'), by: BY });
    expect(await hosts()).toMatchObject([{ failingSince: at('09:40:00'), lastError: undefined }]);
    expect(await told()).toEqual(['destination_failing 09:40']);
  });

  it('a retry that fails again counts from its own run on', async () => {
    await send('d1', 'failed', '09:10:00');
    await send('d2', 'delivered', '09:20:00');
    await stores.deliveries.markPending('d1', { at: at('11:00:00'), firstAttemptNumber: 2 });
    await record('d1', '11:00:00', 'pending', 2);
    await record('d1', '11:03:00', 'failed', 3);
    expect(await hosts()).toMatchObject([{ failingSince: at('11:00:00'), failedDeliveries: 1 }]);
  });

  it('a host that fails again within the hour is told by the upkeep when the hour is over, once', async () => {
    await send('d1', 'failed', '09:10:00');
    await send('d2', 'delivered', '09:20:00');
    await send('d3', 'failed', '09:30:00');
    await tidy(at('10:09:59'));
    expect(await told()).toEqual(['destination_failing 09:10', 'destination_recovered 09:20']);
    await Promise.all([tidy(at('10:10:00')), tidy(at('10:10:00'))]);
    await tidy(at('10:11:00'));
    expect((await told()).slice(2)).toEqual(['destination_failing 10:10']);
  });

  it('hosts that have not failed for 30 days are forgotten', async () => {
    await send('d1', 'failed', '09:10:00');
    await tidy('2026-04-13T09:09:59.000Z');
    expect(await hosts()).toHaveLength(1);
    await tidy('2026-04-13T09:10:01.000Z');
    expect(await hosts()).toEqual([]);
  });

  it('another URL gets what comes next; after its removal nobody does, and the hosts are forgotten', async () => {
    await send('d1', 'failed', '09:10:00');
    const other = 'https://other.example.com/';
    await stores.failureNotifications.name('env1', other, { at: at('09:20:00'), by: BY });
    expect(await stores.failureNotifications.find('env1')).toMatchObject({
      uri: other,
      hosts: [{ host: HOST }],
    });
    await send('d2', 'delivered', '09:30:00');
    const [recovered] = (await stores.events.listUnstarted(at('10:00:00'), 10)).filter(
      ({ eventType }) => eventType === 'destination_recovered',
    );
    expect(await stores.events.find('env1', recovered?.eventId ?? '')).toMatchObject({
      request: { notification_url: other },
    });
    expect(await stores.failureNotifications.remove('env1', { by: BY })).toBe(true);
    expect(await stores.failureNotifications.remove('env1', { by: BY })).toBe(false);
    expect(await stores.failureNotifications.find('env1')).toEqual({ uri: undefined, hosts: [] });
    await send('d3', 'failed', '11:00:00');
    expect(await told()).toHaveLength(2);
  });

  it('its events are in the lists, but not among those that filters are tried on', async () => {
    await send('d1', 'failed', '09:10:00');
    const listed = await stores.events.list('env1', { limit: 10, eventType: 'destination_failing' });
    expect(listed).toHaveLength(1);
    const whole = await stores.events.listWhole('env1', { limit: 10 });
    expect(whole.map(({ eventType }) => eventType)).toEqual(['upload']);
  });
});

describe('an accepted attempt', () => {
  const stores = useStores(sqlite.open);

  it('costs no statement more while no host fails', async () => {
    await storeDeliveries(stores.db, [aNewDelivery()]);
    const statements: string[] = [];
    stores.db.on('query', ({ sql }: { sql: string }) => statements.push(sql));
    await stores.deliveries.recordAttempt(
      {
        deliveryId: 'dlv1',
        attemptNumber: 1,
        startedAt: at('09:10:00'),
        requestHeaders: {},
        outcome: { kind: 'delivered', httpStatus: 200, responseExcerpt: '', durationMs: 1 },
      },
      { status: 'delivered', nextAttemptAt: undefined },
    );
    expect(statements.map((sql) => sql.split(' ', 1)[0])).toEqual(['BEGIN;', 'insert', 'update', 'COMMIT;']);
  });
});
