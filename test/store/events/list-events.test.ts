import { aNewDelivery } from '../../support/builders/a-delivery';
import { anEvent } from '../../support/builders/an-event';
import { databases } from '../../support/databases/databases';
import { storeDeliveries } from '../../support/databases/store-deliveries';
import { useStores, type StoresUse } from '../../support/databases/use-stores';

const EARLY = '2026-03-14T09:26:54.000Z';
const LATE = '2026-03-14T09:29:55.250Z';

type Query = Parameters<StoresUse['events']['list']>[1];

describe.each(databases)('list of events on $name', ({ open }) => {
  const stores = useStores(open);

  async function receive(eventIds: readonly string[], about: Parameters<typeof anEvent>[0] = {}) {
    for (const eventId of eventIds) {
      await stores.events.insert(anEvent({ eventId, receivedAt: EARLY, ...about }), 'h');
    }
  }

  async function ids(query: Partial<Query> = {}, environmentId = 'env1') {
    return (await stores.events.list(environmentId, { limit: 100, ...query })).map(({ eventId }) => eventId);
  }

  it('tells what, when, by whom, and when it was resolved', async () => {
    await receive(['evt1', 'evt2']);
    const resolution = { ...anEvent(), eventId: 'evt1', resolvedAt: LATE, verdicts: [], deliveries: [] };
    await stores.events.recordResolution(resolution);
    const { eventType, triggeredAt, triggeredBy } = anEvent();
    const deliveries = { pending: 0, delivered: 0, failed: 0, cancelled: 0 };
    const subject = 'blue-kettle';
    const rest = {
      eventType,
      triggeredAt,
      triggeredBy,
      receivedAt: EARLY,
      isTest: false,
      deliveries,
      subject,
    };
    expect(await stores.events.list('env1', { limit: 2 })).toEqual([
      { eventId: 'evt2', ...rest, resolvedAt: undefined },
      { eventId: 'evt1', ...rest, resolvedAt: LATE },
    ]);
  });

  it('gives the newest first, and the greater id first among equals', async () => {
    await receive(['newer'], { receivedAt: LATE });
    await receive(['a_b', 'aB', 'ab']);
    expect(await ids()).toEqual(['newer', 'ab', 'a_b', 'aB']);
  });

  it('pages without gaps or duplicates over equal times, whatever arrives meanwhile', async () => {
    const names = Array.from({ length: 23 }, (_, index) => `e-${index * 7}`);
    await receive(names.slice(0, 12));
    await receive(names.slice(12), { receivedAt: LATE });
    const seen: string[] = [];
    let after: Query['after'];
    for (;;) {
      const page = await stores.events.list('env1', { limit: 5, after });
      const last = page.at(-1);
      if (!last) break;
      seen.push(...page.map(({ eventId }) => eventId));
      after = { at: last.receivedAt, id: last.eventId };
      await receive([`new-${seen.length}`], { receivedAt: '2026-03-14T09:30:00.000Z' });
    }
    expect(seen).toEqual((await ids()).filter((id) => !id.startsWith('new-')));
    expect(seen.toSorted()).toEqual(names.toSorted());
  });

  it('says which are tests, and leaves those out where whole events are asked for', async () => {
    await receive(['happened']);
    await receive(['test-1'], { testTriggerId: 'trg1', receivedAt: LATE });
    const listed = await stores.events.list('env1', { limit: 9 });
    expect(listed.map(({ eventId, isTest }) => [eventId, isTest])).toEqual([
      ['test-1', true],
      ['happened', false],
    ]);
    const whole = await stores.events.listWhole('env1', { limit: 9 });
    expect(whole.map(({ eventId }) => eventId)).toEqual(['happened']);
  });

  it('narrows by the exact URL of a delivery', async () => {
    const uri = 'https://hooks.example.com/cld';
    const [first, other] = [aNewDelivery({ id: 'd1', uri }), aNewDelivery({ id: 'd2', uri: `${uri}/2` })];
    await storeDeliveries(stores.db, [first, other], { eventId: 'both' });
    await storeDeliveries(stores.db, [aNewDelivery({ id: 'd3', uri: other.uri })], { eventId: 'other' });
    await storeDeliveries(stores.db, [aNewDelivery({ id: 'd4', uri })], {
      eventId: 'both',
      environmentId: 'env2',
    });
    await receive(['told-nobody']);
    expect(await ids({ destination: uri })).toEqual(['both']);
    expect((await ids({ destination: other.uri })).toSorted()).toEqual(['both', 'other']);
    expect(await ids({ destination: 'https://hooks.example.com/' })).toEqual([]);
  });

  it('leaves out what other environments have', async () => {
    await receive(['own']);
    await receive(['other'], { environmentId: 'env2' });
    expect(await ids()).toEqual(['own']);
    expect(await ids({}, 'env2')).toEqual(['other']);
  });

  it.each<[string, Partial<Query>, readonly string[]]>([
    ['event type', { eventType: 'delete' }, ['c']],
    ['beginning, included', { from: LATE }, ['c']],
    ['end, excluded', { to: LATE }, ['b', 'a']],
    ['several at once', { eventType: 'upload', from: EARLY, to: LATE, limit: 1 }, ['b']],
    ['what nothing has', { eventType: 'eager' }, []],
    ['the other order', { order: 'oldest_first' }, ['a', 'b', 'c']],
    ['a page in the other order', { order: 'oldest_first', after: { at: EARLY, id: 'a' }, limit: 1 }, ['b']],
    ['a page over equal times', { order: 'oldest_first', after: { at: EARLY, id: 'b' } }, ['c']],
    ['a page within borders', { from: EARLY, to: LATE, after: { at: EARLY, id: 'b' } }, ['a']],
    [
      'a page within borders in the other order',
      { order: 'oldest_first', from: EARLY, to: LATE, after: { at: EARLY, id: 'a' } },
      ['b'],
    ],
    ['a border before the page', { order: 'oldest_first', from: LATE, after: { at: EARLY, id: 'a' } }, ['c']],
    ['a border behind the page', { to: LATE, after: { at: LATE, id: 'z' } }, ['b', 'a']],
    ['the last page in the other order', { order: 'oldest_first', after: { at: LATE, id: 'c' } }, []],
    ['a page after the last', { after: { at: EARLY, id: 'a' } }, []],
  ])('narrows by %s', async (_what, query, expected) => {
    await receive(['a', 'b']);
    await receive(['c'], { eventType: 'delete', receivedAt: LATE });
    expect(await ids(query)).toEqual(expected);
  });
});
