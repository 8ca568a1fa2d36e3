import { createTriggerStore } from '../../../src/store/triggers/trigger-store';
import { aTrigger } from '../../support/builders/a-trigger';
import { databases } from '../../support/databases/databases';
import { BY } from '../../support/builders/an-audit-entry';
import { useStores } from '../../support/databases/use-stores';

type Changes = Parameters<ReturnType<typeof createTriggerStore>['update']>[2]['changes'];

const LIMITS = { maxNotificationUrls: 30, maxTriggers: 1000 };
const TERMS = { limits: LIMITS, by: BY };
const LATER = '2026-03-15T00:00:00.000Z';

describe.each(databases)('trigger store on $name', ({ open }) => {
  const stores = useStores(open);

  function storeWith(limits = LIMITS) {
    const store = createTriggerStore(stores.db);
    return {
      ...store,
      insert: (trigger = aTrigger()) => store.insert(trigger, { limits, by: BY }),
      update: (environmentId: string, id: string, changes: Changes, bounds = limits) =>
        store.update(environmentId, id, { changes, limits: bounds, by: BY }),
      delete: (environmentId: string, id: string) => store.delete(environmentId, id, BY),
    };
  }

  /** As an event's resolution asks: the version of the triggers is read with the signers. */
  async function forEvent(
    store: Pick<ReturnType<typeof createTriggerStore>, 'listForEventType'>,
    eventType: string,
    environmentId = 'env1',
  ) {
    const { triggersVersion } = await stores.signing.findSigners(environmentId);
    return store.listForEventType(environmentId, eventType, triggersVersion);
  }

  it('finds a trigger with everything it was stored with', async () => {
    const full = aTrigger({
      additive: true,
      authScheme: 'eddsa_v2',
      successStatuses: '2xx',
      filter: { '==': [{ var: 'resource_type' }, 'image "Kästchen" 🫖'] },
      payloadTemplate: { text: '{{asset.public_id}}', nested: [1, null, { deep: true }] },
    });
    const plain = aTrigger({ id: 'trg2', eventType: 'delete' });
    const store = storeWith();
    await store.insert(full);
    await store.insert(plain);

    expect(await store.find('env1', 'trg1')).toEqual(full);
    expect(await store.find('env1', 'trg2')).toEqual(plain);
    expect(await store.find('env1', 'trg3')).toBeUndefined();
  });

  describe('for an event, what other processes changed meanwhile is seen', () => {
    const ids = async (store: ReturnType<typeof createTriggerStore>) =>
      (await forEvent(store, 'upload')).map(({ id, uri }) => [id, uri]);

    it('at once: a new trigger, another URL, a deletion', async () => {
      const ours = createTriggerStore(stores.db);
      const theirs = createTriggerStore(stores.db);
      const changes = { uri: 'https://b.example.com/', updatedAt: LATER };
      expect(await ids(ours)).toEqual([]);
      await theirs.insert(aTrigger({ uri: 'https://a.example.com/' }), TERMS);
      expect(await ids(ours)).toEqual([['trg1', 'https://a.example.com/']]);
      await theirs.update('env1', 'trg1', { changes, ...TERMS });
      expect(await ids(ours)).toEqual([['trg1', 'https://b.example.com/']]);
      await theirs.delete('env1', 'trg1', BY);
      expect(await ids(ours)).toEqual([]);
    });
  });

  describe('one trigger per event type and URL', () => {
    it('refuses a second one and names both', async () => {
      const store = storeWith();
      await store.insert(aTrigger());
      await expect(store.insert(aTrigger({ id: 'trg2', additive: true }))).rejects.toMatchObject({
        code: 'already_exists',
        message: 'a trigger of "upload" for uri "https://hooks.example.com/cld" exists already',
      });
      expect(await store.list('env1')).toHaveLength(1);
    });

    it('lets one of several concurrent ones through', async () => {
      const store = storeWith();
      const results = await Promise.allSettled(
        Array.from({ length: 10 }, (_, index) => store.insert(aTrigger({ id: `trg${index}` }))),
      );
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(reasons(results)).toEqual(Array(9).fill('already_exists'));
    });

    it.each([
      ['another event type', { eventType: 'delete' }],
      ['another URL', { uri: 'https://hooks.example.com/CLD' }],
      ['another environment', { environmentId: 'env2' }],
    ])('lets a second one of %s through', async (_what, difference) => {
      const store = storeWith();
      await store.insert(aTrigger());
      await store.insert(aTrigger({ id: 'trg2', ...difference }));
    });

    it('refuses an update that would make a second one, and keeps the trigger as it was', async () => {
      const store = storeWith();
      const other = aTrigger({ id: 'trg2', uri: 'https://hooks.example.com/other' });
      await store.insert(aTrigger());
      await store.insert(other);
      await expect(
        store.update('env1', 'trg2', { uri: aTrigger().uri, updatedAt: LATER }, LIMITS),
      ).rejects.toMatchObject({ code: 'already_exists' });
      expect(await store.find('env1', 'trg2')).toEqual(other);
    });
  });

  describe('a plan for all triggers of an environment', () => {
    const uri = 'https://new.example.com/';
    const created = aTrigger({ id: 'trg3', uri, eventType: 'eager' });

    it('gets them oldest first, and is carried out as a whole', async () => {
      const store = storeWith();
      const moving = aTrigger({ id: 'trg1', additive: true });
      const doomed = aTrigger({ id: 'trg2', eventType: 'delete' });
      await store.insert(moving);
      await store.insert(doomed);
      await store.insert(aTrigger({ id: 'other', environmentId: 'env2' }));
      const moved = { before: moving, after: { ...moving, uri, updatedAt: LATER } };
      const carriedOut = await store.change(
        'env1',
        (existing) => {
          expect(existing).toEqual([moving, doomed]);
          return { created: [created], moved: [moved], deleted: [doomed] };
        },
        BY,
      );
      expect(carriedOut.existing).toEqual([moving, doomed]);
      expect(await store.list('env1')).toEqual([moved.after, created]);
      expect(await store.list('env2')).toHaveLength(1);
      const audited = await stores
        .db('audit_log')
        .where({ environment_id: 'env1' })
        .select('action', 'subject_id');
      expect(audited.map(({ action, subject_id: id }) => `${action} ${id}`).sort()).toEqual([
        'trigger.create trg1',
        'trigger.create trg2',
        'trigger.create trg3',
        'trigger.delete trg2',
        'trigger.update trg1',
      ]);
    });

    it('is seen at once where triggers are kept in memory', async () => {
      const store = storeWith();
      expect(await forEvent(store, 'eager')).toEqual([]);
      await store.change('env1', () => ({ created: [created], moved: [], deleted: [] }), BY);
      expect(await forEvent(store, 'eager')).toEqual([created]);
    });

    it('changes nothing when it is refused, or a part of it cannot be stored', async () => {
      const store = storeWith();
      await store.insert();
      const twice = [created, { ...created, id: 'trg4' }];
      await expect(
        store.change('env1', () => ({ created: twice, moved: [], deleted: [aTrigger()] }), BY),
      ).rejects.toThrow();
      const refusal = () => {
        throw new Error('refused');
      };
      await expect(store.change('env1', refusal, BY)).rejects.toThrow('refused');
      expect(await store.list('env1')).toEqual([aTrigger()]);
      expect(await stores.db('audit_log').select('action')).toEqual([{ action: 'trigger.create' }]);
    });

    it('meets the triggers of whoever was faster', async () => {
      const store = storeWith();
      const add = (id: string) =>
        store.change(
          'env1',
          (existing) => ({
            created: existing.length > 0 ? [] : [{ ...created, id }],
            moved: [],
            deleted: [],
          }),
          BY,
        );
      await Promise.all(Array.from({ length: 10 }, (_, index) => add(`new${index}`)));
      expect(await store.list('env1')).toHaveLength(1);
    });
  });

  describe('limits of an environment', () => {
    const uri = (number: number) => `https://hooks.example.com/${number}`;

    it('refuses one URL more than it may have, with the limit and the count', async () => {
      const store = storeWith({ maxNotificationUrls: 2, maxTriggers: 1000 });
      await store.insert(aTrigger({ id: 'a', uri: uri(1) }));
      await store.insert(aTrigger({ id: 'b', uri: uri(2) }));
      await expect(store.insert(aTrigger({ id: 'c', uri: uri(3) }))).rejects.toMatchObject({
        code: 'limit_reached',
        message: 'the product environment may have at most 2 notification URLs; it has 2',
      });
      expect(await store.find('env1', 'c')).toBeUndefined();
    });

    it('counts a URL once, however many triggers name it', async () => {
      const store = storeWith({ maxNotificationUrls: 1, maxTriggers: 1000 });
      await store.insert(aTrigger({ id: 'a' }));
      await store.insert(aTrigger({ id: 'b', eventType: 'delete' }));
    });

    it('refuses one trigger more than it may have, with the limit and the count', async () => {
      const store = storeWith({ maxNotificationUrls: 30, maxTriggers: 1 });
      await store.insert(aTrigger({ id: 'a' }));
      await expect(store.insert(aTrigger({ id: 'b', eventType: 'delete' }))).rejects.toMatchObject({
        code: 'limit_reached',
        message: 'the product environment may have at most 1 triggers; it has 1',
      });
    });

    it('refuses an update to one URL more', async () => {
      const store = storeWith();
      const limits = { maxNotificationUrls: 1, maxTriggers: 1000 };
      await store.insert(aTrigger({ id: 'a' }));
      await store.insert(aTrigger({ id: 'b', eventType: 'delete' }));
      await expect(
        store.update('env1', 'b', { uri: uri(2), updatedAt: LATER }, limits),
      ).rejects.toMatchObject({ code: 'limit_reached' });
      expect(await store.find('env1', 'b')).toMatchObject({ uri: aTrigger().uri });
    });

    it('holds when triggers are created at once', async () => {
      const store = storeWith({ maxNotificationUrls: 3, maxTriggers: 1000 });
      const results = await Promise.allSettled(
        Array.from({ length: 10 }, (_, index) =>
          store.insert(aTrigger({ id: `trg${index}`, uri: uri(index) })),
        ),
      );
      expect(reasons(results)).toEqual(Array(7).fill('limit_reached'));
      expect(await store.list('env1')).toHaveLength(3);
    });

    it('is each environment’s own', async () => {
      const store = storeWith({ maxNotificationUrls: 1, maxTriggers: 1 });
      await store.insert(aTrigger({ id: 'a' }));
      await store.insert(aTrigger({ id: 'b', environmentId: 'env2', uri: uri(2) }));
    });
  });

  it('keeps environments apart', async () => {
    const store = storeWith();
    const trigger = aTrigger();
    await store.insert(trigger);

    expect(await store.find('env2', 'trg1')).toBeUndefined();
    expect(await store.list('env2')).toEqual([]);
    expect(await forEvent(store, 'upload', 'env2')).toEqual([]);
    expect(await store.update('env2', 'trg1', { additive: true, updatedAt: LATER }, LIMITS)).toBeUndefined();
    expect(await store.delete('env2', 'trg1')).toBe(false);
    expect(await store.find('env1', 'trg1')).toEqual(trigger);
  });

  describe('update', () => {
    const filtered = aTrigger({ filter: { '!': [{ var: 'existing' }] }, payloadTemplate: { a: 'b' } });

    it('changes what is given and answers the whole trigger', async () => {
      const store = storeWith();
      await store.insert(filtered);
      const changes = { uri: 'https://hooks.example.com/new', additive: true, updatedAt: LATER };
      const changed = await store.update('env1', 'trg1', changes, LIMITS);
      expect(changed).toEqual({ ...filtered, ...changes });
      expect(await store.find('env1', 'trg1')).toEqual(changed);
    });

    it('clears a filter and a template that are given as undefined', async () => {
      const store = storeWith();
      await store.insert(filtered);
      const changes = { filter: undefined, payloadTemplate: undefined, updatedAt: LATER };
      expect(await store.update('env1', 'trg1', changes, LIMITS)).toEqual({ ...filtered, ...changes });
      expect(await store.find('env1', 'trg1')).toEqual({ ...filtered, ...changes });
    });

    it('answers nothing when there is no such trigger', async () => {
      expect(await storeWith().update('env1', 'gone', { updatedAt: LATER }, LIMITS)).toBeUndefined();
    });
  });

  it('deletes once', async () => {
    const store = storeWith();
    await store.insert(aTrigger());
    expect(await store.delete('env1', 'trg1')).toBe(true);
    expect(await store.delete('env1', 'trg1')).toBe(false);
  });

  describe('order', () => {
    const rows = [
      { id: 'c', eventType: 'upload', createdAt: '2026-03-14T09:00:02.000Z' },
      { id: 'b-b', eventType: 'all', createdAt: '2026-03-14T09:00:01.000Z' },
      { id: 'ba', eventType: 'delete', createdAt: '2026-03-14T09:00:01.000Z' },
      { id: 'a', eventType: 'eager', createdAt: '2026-03-14T09:00:03.000Z' },
    ];
    const ids = (triggers: readonly { id: string }[]) => triggers.map(({ id }) => id);

    it('lists oldest first, and by id among equals', async () => {
      const store = storeWith();
      for (const row of rows) await store.insert(aTrigger(row));
      expect(ids(await store.list('env1'))).toEqual(['b-b', 'ba', 'c', 'a']);
      expect(ids(await store.list('env1', 'delete'))).toEqual(['ba']);
    });

    it('lists for an event those of its type and those of all types, oldest first', async () => {
      const store = storeWith();
      for (const row of rows) await store.insert(aTrigger(row));
      expect(ids(await forEvent(store, 'upload'))).toEqual(['b-b', 'c']);
    });
  });
});

function reasons(results: readonly PromiseSettledResult<unknown>[]): readonly unknown[] {
  return results.flatMap((result) =>
    result.status === 'rejected' ? [(result.reason as { code?: unknown }).code] : [],
  );
}
