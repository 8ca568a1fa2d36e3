import type { Knex } from 'knex';
import { createDeliveryStore } from '../../../src/store/deliveries/delivery-store';
import { aNewDelivery } from '../../support/builders/a-delivery';
import { databases, type OpenDatabase } from '../../support/databases/databases';
import { insertEnvironment } from '../../support/databases/insert-environment';
import { storeDeliveries } from './store-deliveries';

const RESOLVED_AT = '2026-03-14T09:26:54.000Z';
const LATER = '2026-03-14T09:29:55.250Z';

type Query = Parameters<ReturnType<typeof createDeliveryStore>['list']>[1];

describe.each(databases)('list of deliveries on $name', ({ open }) => {
  let opened: OpenDatabase;
  let db: Knex;
  beforeEach(async () => {
    opened = await open();
    db = opened.db;
    await insertEnvironment(db, 'env1');
    await insertEnvironment(db, 'env2');
  });
  afterEach(() => opened.close());

  async function ids(query: Partial<Query> = {}, environmentId = 'env1') {
    const listed = await createDeliveryStore(db).list(environmentId, { limit: 100, ...query });
    return listed.map(({ id }) => id);
  }
  const named = (...names: readonly string[]) => names.map((id) => aNewDelivery({ id }));

  it('gives the newest first, and the greater id first among equals', async () => {
    await storeDeliveries(db, named('a_b', 'aB', 'ab'));
    await storeDeliveries(db, named('newer'), { eventId: 'evt2', resolvedAt: LATER });
    expect(await ids()).toEqual(['newer', 'ab', 'a_b', 'aB']);
  });

  it('pages without gaps or duplicates over equal times', async () => {
    const names = Array.from({ length: 23 }, (_, index) => `d-${index * 7}`);
    await storeDeliveries(db, named(...names.slice(0, 12)));
    await storeDeliveries(db, named(...names.slice(12)), { eventId: 'evt2', resolvedAt: LATER });
    const store = createDeliveryStore(db);
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

  it('leaves out what other environments have', async () => {
    await storeDeliveries(db, named('own'));
    await storeDeliveries(db, named('other'), { environmentId: 'env2' });
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
    await storeDeliveries(db, [
      aNewDelivery({ id: 'a', uri: 'https://hooks.example.com/B' }),
      aNewDelivery({ id: 'b', uri: 'https://hooks.example.com/b' }),
    ]);
    await storeDeliveries(db, named('c'), { eventId: 'evt2', eventType: 'delete', resolvedAt: LATER });
    await db('deliveries').where({ id: 'a' }).update({ status: 'failed' });
    expect(await ids(query)).toEqual(expected);
  });
});
