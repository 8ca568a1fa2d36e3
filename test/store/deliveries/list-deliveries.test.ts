import type { createDeliveryStore } from '../../../src/store/deliveries/delivery-store';
import { aNewDelivery } from '../../support/builders/a-delivery';
import { databases } from '../../support/databases/databases';
import { storeDeliveries } from '../../support/databases/store-deliveries';
import { useStores } from '../../support/databases/use-stores';

const RESOLVED_AT = '2026-03-14T09:26:54.000Z';
const LATER = '2026-03-14T09:29:55.250Z';

type Query = Parameters<ReturnType<typeof createDeliveryStore>['list']>[1];

describe.each(databases)('list of deliveries on $name', ({ open }) => {
  const stores = useStores(open);

  async function ids(query: Partial<Query> = {}, environmentId = 'env1') {
    const listed = await stores.deliveries.list(environmentId, { limit: 100, ...query });
    return listed.map(({ id }) => id);
  }
  const named = (...names: readonly string[]) => names.map((id) => aNewDelivery({ id }));

  it('gives the newest first, and the greater id first among equals', async () => {
    await storeDeliveries(stores.db, named('a_b', 'aB', 'ab'));
    await storeDeliveries(stores.db, named('newer'), { eventId: 'evt2', resolvedAt: LATER });
    expect(await ids()).toEqual(['newer', 'ab', 'a_b', 'aB']);
  });

  it('pages without gaps or duplicates over equal times', async () => {
    const names = Array.from({ length: 23 }, (_, index) => `d-${index * 7}`);
    await storeDeliveries(stores.db, named(...names.slice(0, 12)));
    await storeDeliveries(stores.db, named(...names.slice(12)), { eventId: 'evt2', resolvedAt: LATER });
    const store = stores.deliveries;
    const seen: string[] = [];
    let after: Query['after'];
    for (;;) {
      const page = await store.list('env1', { limit: 5, after });
      const last = page.at(-1);
      if (!last) break;
      seen.push(...page.map(({ id }) => id));
      after = { at: last.createdAt, id: last.id };
    }
    expect(seen).toEqual(await ids());
    expect(seen.toSorted()).toEqual(names.toSorted());
  });

  it('narrows to tests alone, and to everything else', async () => {
    await storeDeliveries(stores.db, [
      aNewDelivery({ id: 'test', isTest: true }),
      aNewDelivery({ id: 'other' }),
    ]);
    expect(await ids({ isTest: true })).toEqual(['test']);
    expect(await ids({ isTest: false })).toEqual(['other']);
    const { total } = await stores.deliveries.count('env1', { isTest: false });
    expect(total).toBe(1);
  });

  it('leaves out what other environments have', async () => {
    await storeDeliveries(stores.db, named('own'));
    await storeDeliveries(stores.db, named('other'), { environmentId: 'env2' });
    expect(await ids()).toEqual(['own']);
    expect(await ids({}, 'env2')).toEqual(['other']);
  });

  it.each<[string, Partial<Query>, readonly string[]]>([
    ['status', { status: 'failed' }, ['a']],
    ['event', { eventId: 'evt2' }, ['c']],
    ['event type', { eventType: 'delete' }, ['c']],
    ['destination, exactly', { destination: 'https://hooks.example.com/b' }, ['b']],
    ['beginning, included', { from: LATER }, ['c']],
    ['end, excluded', { to: LATER }, ['b', 'a']],
    ['several at once', { eventType: 'upload', status: 'pending', to: LATER }, ['b']],
    ['what nothing has', { eventType: 'upload', status: 'delivered' }, []],
    ['the other order', { order: 'oldest_first', to: LATER }, ['a', 'b']],
    ['a page in the other order', { order: 'oldest_first', after: { at: RESOLVED_AT, id: 'a' } }, ['b', 'c']],
    ['a page after the last', { after: { at: RESOLVED_AT, id: 'a' } }, []],
  ])('narrows by %s', async (_what, query, expected) => {
    await storeDeliveries(stores.db, [
      aNewDelivery({ id: 'a', uri: 'https://hooks.example.com/B' }),
      aNewDelivery({ id: 'b', uri: 'https://hooks.example.com/b' }),
    ]);
    await storeDeliveries(stores.db, named('c'), { eventId: 'evt2', eventType: 'delete', resolvedAt: LATER });
    await stores.db('deliveries').where({ id: 'a' }).update({ status: 'failed' });
    expect(await ids(query)).toEqual(expected);
  });

  /** Two of hooks.example.com, one refused and one sent; one of another host that waits after a timeout, and one that is delivered. */
  async function storeSome() {
    const other = 'https://other.example.org:8443/hook';
    await storeDeliveries(stores.db, [
      aNewDelivery({ id: 'refused', triggerIds: ['trg1', 'trg2'] }),
      aNewDelivery({ id: 'sending', triggerIds: ['TRG1'] }),
      aNewDelivery({ id: 'waiting', uri: other, triggerIds: [] }),
      aNewDelivery({ id: 'delivered', uri: other, triggerIds: ['trg10'] }),
    ]);
    const after = { status: 'pending', nextAttemptAt: LATER } as const;
    const answered = { httpStatus: 503, responseExcerpt: '', durationMs: 5 };
    const refused = { kind: 'rejected', errorCode: 'http_status', errorMessage: 'no', ...answered } as const;
    const timeout = { kind: 'unreachable', errorCode: 'timeout', errorMessage: 'no', durationMs: 5 } as const;
    const delivered = { kind: 'delivered', ...answered, httpStatus: 200 } as const;
    const { recordAttempt } = stores.deliveries;
    const made = { startedAt: LATER, requestHeaders: {} };
    const ended = { nextAttemptAt: undefined };
    await recordAttempt(
      { deliveryId: 'refused', attemptNumber: 1, ...made, outcome: refused },
      { status: 'failed', ...ended },
    );
    await recordAttempt({ deliveryId: 'waiting', attemptNumber: 1, ...made, outcome: refused }, after);
    await recordAttempt({ deliveryId: 'waiting', attemptNumber: 2, ...made, outcome: timeout }, after);
    await recordAttempt(
      { deliveryId: 'delivered', attemptNumber: 1, ...made, outcome: delivered },
      { status: 'delivered', ...ended },
    );
  }

  it.each<[string, Partial<Query>, readonly string[]]>([
    ['host, without port', { destinationHost: 'other.example.org' }, ['waiting', 'delivered']],
    ['error code of the last attempt', { errorCode: 'timeout' }, ['waiting']],
    ['status of the last answer', { httpStatus: 503 }, ['refused']],
    ['trigger, told apart from longer and greater ids', { triggerId: 'trg1' }, ['refused']],
    ['any of its triggers', { triggerId: 'trg2' }, ['refused']],
    ['phase: an attempt is due', { phase: 'sending' }, ['sending']],
    ['phase: the next one has its time', { phase: 'waiting' }, ['waiting']],
    ['several of them', { phase: 'waiting', destinationHost: 'hooks.example.com' }, []],
  ])('narrows by the %s', async (_what, query, expected) => {
    await storeSome();
    expect(await ids(query)).toEqual(expected);
  });

  it('tells where pending ones stand as the phases do, and what is in a channel by itself', async () => {
    await storeSome();
    await storeDeliveries(stores.db, [aNewDelivery({ id: 'in-channel', uri: 'poll://orders' })], {
      eventId: 'evt2',
    });
    const at = async (standings: NonNullable<Query['standings']>) => (await ids({ standings })).sort();
    expect(await ids({ phase: 'waiting' })).toEqual(['waiting', 'in-channel']);
    expect([await at(['sending']), await at(['waiting']), await at(['in_channel'])]).toEqual([
      ['sending'],
      ['waiting'],
      ['in-channel'],
    ]);
    expect(await at(['in_channel', 'failed', 'delivered'])).toEqual(['delivered', 'in-channel', 'refused']);
    expect(await at([])).toEqual([]);
  });

  it('says what the receiver answered to the last attempt', async () => {
    await storeSome();
    const listed = await stores.deliveries.list('env1', { limit: 10 });
    expect(listed.map(({ id, lastHttpStatus }) => [id, lastHttpStatus])).toEqual([
      ['waiting', undefined],
      ['sending', undefined],
      ['refused', 503],
      ['delivered', 200],
    ]);
  });

  it('counts what a filter finds', async () => {
    await storeSome();
    const store = stores.deliveries;
    expect(await store.count('env1', {})).toEqual({
      total: 4,
      isAtLeast: false,
      byStatus: { pending: 2, delivered: 1, failed: 1, cancelled: 0 },
      byPhase: { sending: 1, waiting: 1 },
      byErrorCode: [
        { errorCode: 'http_status', count: 1 },
        { errorCode: 'timeout', count: 1 },
      ],
      byHost: [
        { host: 'hooks.example.com', count: 2 },
        { host: 'other.example.org', count: 2 },
      ],
      oldest: RESOLVED_AT,
      newest: RESOLVED_AT,
    });
    const { total, byHost } = await store.count('env1', {
      destinationHost: 'other.example.org',
      phase: 'waiting',
    });
    expect([total, byHost]).toEqual([1, [{ host: 'other.example.org', count: 1 }]]);
    expect(await store.count('env1', { to: RESOLVED_AT })).toMatchObject({ total: 0, oldest: undefined });
    expect(await store.count('env2', {})).toMatchObject({ total: 0 });
  });

  it('counts the newest 10,000 of more', async () => {
    await storeDeliveries(stores.db, named('template'));
    const numbers = 'with recursive n(i) as (select 1 union all select i + 1 from n where i < 10000)';
    const columns = Object.keys((await stores.db('deliveries').first()) as object).filter(
      (name) => name !== 'id',
    );
    const names = columns.join(', ');
    const copies = `insert into deliveries (id, ${names}) ${numbers} select 'd' || i, ${names} from n, deliveries where id = 'template'`;
    await stores.db.raw(copies);
    const counts = await stores.deliveries.count('env1', {});
    expect([counts.total, counts.isAtLeast]).toEqual([10_000, true]);
  });
});
