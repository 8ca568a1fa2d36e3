import type { Knex } from 'knex';
import type { Event } from '../../../src/domain/events/event';
import type { Verdict } from '../../../src/domain/events/event-record';
import { eventToRow } from '../../../src/store/events/event-row';
import { createEventStore } from '../../../src/store/events/event-store';
import { aDelivery, aNewDelivery } from '../../support/builders/a-delivery';
import { anEvent } from '../../support/builders/an-event';
import { databases, sqlite } from '../../support/databases/databases';
import { waitUntil } from '../../support/services/wait-until';
import { useStores } from '../../support/databases/use-stores';
import { plant } from '../../support/databases/plant';
import { anEnvironment, ENVIRONMENT } from '../../support/builders/an-environment';

const RESOLVED_AT = '2026-03-14T09:26:54.000Z';
const AFTERWARDS = '2026-03-15T00:00:00.000Z';

/** Sessions of the same PostgreSQL database that wait for a lock. */
async function countWaiting(db: Knex): Promise<number> {
  const waiting = await db('pg_stat_activity')
    .whereRaw('datname = current_database()')
    .where({ wait_event_type: 'Lock' })
    .pluck<number[]>('pid');
  return waiting.length;
}

describe.each(databases)('event store on $name', ({ name, open }) => {
  const stores = useStores(open);

  function resolution(
    changes: Partial<Parameters<ReturnType<typeof createEventStore>['recordResolution']>[0]>,
  ) {
    const { environmentId, eventId, eventType } = anEvent();
    return {
      environmentId,
      eventId,
      eventType,
      resolvedAt: RESOLVED_AT,
      verdicts: [],
      deliveries: [],
      ...changes,
    };
  }

  /** As another process does, which keeps nothing of what this one stored. */
  const read = (environmentId: string, eventId: string) =>
    createEventStore(stores.db).find(environmentId, eventId);

  describe('insert', () => {
    it('tells events that come together apart, also those of two environments with one id', async () => {
      const store = stores.events;
      await store.insert(anEvent(), 'h1');
      const [sent, elsewhere, ...twice] = await Promise.all([
        store.insert(anEvent(), 'h1'),
        store.insert(anEvent({ environmentId: 'env2' }), 'h2'),
        store.insert(anEvent({ eventId: 'evt2' }), 'h3'),
        store.insert(anEvent({ eventId: 'evt2' }), 'h4'),
      ]);
      expect([sent, elsewhere]).toEqual(['same_content', 'inserted']);
      // Connections of PostgreSQL run side by side: either of the two may come first.
      expect(twice.sort()).toEqual(['different_content', 'inserted']);
    });

    it('keeps the event exactly, the order of its payload’s keys included', async () => {
      const store = stores.events;
      const event = anEvent({
        payload: { z: 'Kästchen 🫖 \u0000 \\u0000', a: [{ y: 1, b: null }], 10: 1.5e21, '': '' },
        request: { notification_url: 'https://hooks.example.com/one', eager_async: true },
      });
      expect(await store.insert(event, 'h1')).toBe('inserted');
      const found = await read('env1', 'evt1');
      expect(found).toEqual(event);
      expect(JSON.stringify(found?.payload)).toBe(JSON.stringify(event.payload));
    });

    it('keeps an event for the first who asks for it here, and no longer', async () => {
      const store = stores.events;
      await store.insert(anEvent(), 'h1');
      await store.insertMany([
        { event: anEvent({ eventId: 'evt2' }), contentHash: 'h1', formerHash: () => 'h1' },
      ]);
      await stores.db('events').delete();
      for (const eventId of ['evt1', 'evt2']) {
        expect(await store.find('env1', eventId)).toEqual(anEvent({ eventId }));
        expect(await store.find('env1', eventId)).toBeUndefined();
      }
    });

    it('keeps an event for a minute at most: when it is deleted for its age, another may have its id', async () => {
      const store = stores.events;
      await store.insert(anEvent(), 'h1');
      await stores.db('events').delete();
      const later = performance.now() + 60_001;
      const clock = jest.spyOn(performance, 'now').mockReturnValue(later);
      try {
        expect(await store.find('env1', 'evt1')).toBeUndefined();
      } finally {
        clock.mockRestore();
      }
    });

    it('keeps nothing of an event that it did not store, nor a large one', async () => {
      const store = stores.events;
      const large = anEvent({ eventId: 'large', payload: { text: 'a'.repeat(65_536) } });
      await store.insert(anEvent(), 'h1');
      await store.find('env1', 'evt1');
      await store.insert(anEvent({ payload: { other: true } }), 'h2');
      await store.insert(large, 'h1');
      expect(await store.find('env1', 'evt1')).toEqual(anEvent());
      await stores.db('events').delete();
      expect(await store.find('env1', 'large')).toBeUndefined();
    });

    it('recognises the same id with the same content', async () => {
      const store = stores.events;
      await store.insert(anEvent(), 'h1');
      expect(await store.insert(anEvent({ receivedAt: AFTERWARDS }), 'h1')).toBe('same_content');
      expect(await read('env1', 'evt1')).toEqual(anEvent());
    });

    it('refuses the same id with different content', async () => {
      const store = stores.events;
      await store.insert(anEvent(), 'h1');
      expect(await store.insert(anEvent({ eventType: 'delete' }), 'h2')).toBe('different_content');
      expect(await read('env1', 'evt1')).toEqual(anEvent());
    });

    it('stores one of 20 concurrent calls with one id', async () => {
      const store = stores.events;
      const results = await Promise.all(Array.from({ length: 20 }, () => store.insert(anEvent(), 'h1')));
      expect(results.toSorted()).toEqual(['inserted', ...Array<string>(19).fill('same_content')]);
    });

    it('keeps the ids of environments apart', async () => {
      const store = stores.events;
      await store.insert(anEvent(), 'h1');
      expect(await read('env2', 'evt1')).toBeUndefined();
      expect(await store.findRecord('env2', 'evt1')).toBeUndefined();
      expect(await store.insert(anEvent({ environmentId: 'env2' }), 'h2')).toBe('inserted');
    });
  });

  describe('insertMany', () => {
    const hashed = (eventId: string, contentHash = 'h1', changes: Partial<Event> = {}) => ({
      event: anEvent({ eventId, ...changes }),
      contentHash,
      formerHash: () => contentHash,
    });
    const storedIds = () => stores.db('events').orderBy('event_id').pluck<string[]>('event_id');

    it('keeps every event exactly, and says so in their order', async () => {
      const store = stores.events;
      const payload = { z: 'Kästchen 🫖 \u0000', a: [{ y: 1, b: null }], 10: 1.5e21 };
      const events = ['b', 'c', 'a'].map((id) => hashed(id, 'h1', { payload, eventType: `type-${id}` }));
      expect(await store.insertMany(events)).toEqual(['inserted', 'inserted', 'inserted']);
      for (const { event } of events) expect(await read('env1', event.eventId)).toEqual(event);
    });

    it('stores what is new beside what is known and what contradicts, and changes neither', async () => {
      const store = stores.events;
      await store.insert(anEvent({ eventId: 'known' }), 'h1');
      await store.insert(anEvent({ eventId: 'taken' }), 'h1');
      const results = await store.insertMany([
        hashed('taken', 'h2', { eventType: 'delete' }),
        hashed('new'),
        hashed('known', 'h1', { receivedAt: AFTERWARDS }),
      ]);
      expect(results).toEqual(['different_content', 'inserted', 'same_content']);
      expect(await storedIds()).toEqual(['known', 'new', 'taken']);
      expect(await read('env1', 'taken')).toEqual(anEvent({ eventId: 'taken' }));
      expect(await read('env1', 'known')).toEqual(anEvent({ eventId: 'known' }));
    });

    it('stores the first of several with one id, and compares the others with it', async () => {
      const store = stores.events;
      const first = hashed('a');
      const results = await store.insertMany([
        first,
        hashed('a', 'h1', { receivedAt: AFTERWARDS }),
        hashed('a', 'h2', { eventType: 'delete' }),
      ]);
      expect(results).toEqual(['inserted', 'same_content', 'different_content']);
      expect(await read('env1', 'a')).toEqual(first.event);
    });

    it('compares every one of an id that was stored before with the stored one', async () => {
      const store = stores.events;
      await store.insert(anEvent({ eventId: 'a' }), 'h1');
      expect(await store.insertMany([hashed('a', 'h2'), hashed('a', 'h1')])).toEqual([
        'different_content',
        'same_content',
      ]);
    });

    it('knows an event by its former hash', async () => {
      const store = stores.events;
      await store.insert(anEvent({ eventId: 'a' }), 'former');
      expect(await store.insertMany([{ ...hashed('a', 'h2'), formerHash: () => 'former' }])).toEqual([
        'same_content',
      ]);
    });

    it('keeps the ids of environments apart', async () => {
      const store = stores.events;
      await store.insertMany([hashed('a', 'h1')]);
      expect(await store.insertMany([hashed('a', 'h2', { environmentId: 'env2' })])).toEqual(['inserted']);
    });

    it('stores none when one cannot be stored', async () => {
      const store = stores.events;
      const orphan = hashed('b', 'h1', { environmentId: 'nobodys' });
      await expect(store.insertMany([hashed('a'), orphan])).rejects.toThrow(/foreign key/i);
      expect(await storedIds()).toEqual([]);
    });

    it('stores nothing for no events', async () => {
      expect(await stores.events.insertMany([])).toEqual([]);
    });

    it('never lets two batches wait for each other, in whatever order they have their ids', async () => {
      const store = stores.events;
      const gate = await stores.db.transaction();
      await gate('events').insert(eventToRow(anEvent({ eventId: 'm' }), 'h1'));
      const forth = store.insertMany(['a', 'm', 'z'].map((id) => hashed(id)));
      const back = store.insertMany(['z', 'm', 'a'].map((id) => hashed(id)));
      // SQLite has one writer: there both wait for the connection.
      if (name === 'PostgreSQL')
        await waitUntil('both wait', async () => (await countWaiting(stores.db)) === 2);
      await gate.rollback();
      const results = (await Promise.all([forth, back])).flat();
      expect(results.toSorted()).toEqual([
        ...Array<string>(3).fill('inserted'),
        ...Array<string>(3).fill('same_content'),
      ]);
    });

    it('stores each id once for concurrent batches that share ids in different orders', async () => {
      const store = stores.events;
      const ids = Array.from({ length: 100 }, (_, index) => `e${index}`);
      const shuffled = (turn: number) =>
        ids.map((_, index) => ids[(index * (turn % 2 === 0 ? 1 : 99) + turn * 7) % 100] ?? '');
      const batches = Array.from({ length: 24 }, (_, turn) => shuffled(turn).map((id) => hashed(id)));
      const results = await Promise.all(batches.map((batch) => store.insertMany(batch)));
      expect(await storedIds()).toEqual(ids.toSorted());
      const inserted = results.flatMap((each, turn) =>
        each.flatMap((result, index) =>
          result === 'inserted' ? [batches[turn]?.[index]?.event.eventId] : [],
        ),
      );
      expect(inserted.sort()).toEqual(ids.toSorted());
      expect(new Set(results.flat())).toEqual(new Set(['inserted', 'same_content']));
    });
  });

  describe('events whose start is not known', () => {
    it('lists those received before a time, oldest first, as many as asked for', async () => {
      const store = stores.events;
      for (const second of [3, 1, 4, 2]) {
        const receivedAt = `2026-03-14T09:00:0${second}.000Z`;
        await store.insert(anEvent({ eventId: `e${second}`, receivedAt }), 'h');
      }
      const listed = async (before: string, limit: number) =>
        (await store.listUnstarted(before, limit)).map(({ eventId }) => eventId);

      expect(await listed(AFTERWARDS, 10)).toEqual(['e1', 'e2', 'e3', 'e4']);
      expect(await listed(AFTERWARDS, 2)).toEqual(['e1', 'e2']);
      expect(await listed('2026-03-14T09:00:03.000Z', 10)).toEqual(['e1', 'e2']);
    });

    it('tells what a start needs', async () => {
      const store = stores.events;
      await store.insert(anEvent(), 'h');
      expect(await store.listUnstarted(AFTERWARDS, 10)).toEqual([
        { environmentId: 'env1', cloudName: ENVIRONMENT.cloudName, eventId: 'evt1', eventType: 'upload' },
      ]);
    });

    it('tells of a test that it is one, also once it is started', async () => {
      const store = stores.events;
      const test = anEvent({ testTriggerId: 'trg1', triggersSeeIt: false });
      await store.insert(test, 'h');
      expect(await read('env1', 'evt1')).toEqual(test);
      const start = {
        environmentId: 'env1',
        cloudName: ENVIRONMENT.cloudName,
        eventId: 'evt1',
        eventType: 'upload',
      };
      expect(await store.listUnstarted(AFTERWARDS, 10)).toEqual([{ ...start, isTest: true }]);
      await store.markStarted('env1', 'evt1', RESOLVED_AT);
      const step = { before: AFTERWARDS, after: undefined, limit: 10 };
      expect(await stores.believedUnderWay.listStartedEvents(step)).toEqual([
        { ...start, isTest: true, position: { at: test.receivedAt, id: 'evt1' } },
      ]);
    });

    it('leaves out those that are marked as started, and those that are resolved', async () => {
      const store = stores.events;
      await store.insert(anEvent({ eventId: 'started' }), 'h');
      await store.insert(anEvent({ eventId: 'resolved' }), 'h');
      await store.insert(anEvent({ eventId: 'waiting' }), 'h');
      await store.markStarted('env1', 'started', RESOLVED_AT);
      await store.recordResolution(resolution({ eventId: 'resolved' }));
      const left = await store.listUnstarted(AFTERWARDS, 10);
      expect(left.map(({ eventId }) => eventId)).toEqual(['waiting']);
    });
  });

  describe('resolution', () => {
    const verdicts: readonly Verdict[] = [
      { triggerId: 'trg1', verdict: 'matched', deliveryId: 'dlv1' },
      { triggerId: 'trg2', verdict: 'filter_error', reason: 'budget' },
    ];

    it('is unknown until it was recorded', async () => {
      const store = stores.events;
      await store.insert(anEvent(), 'h');
      expect(await store.findRecord('env1', 'evt1')).toEqual({
        event: anEvent(),
        resolvedAt: undefined,
        verdicts: [],
      });
    });

    it('stores verdicts and pending deliveries', async () => {
      const store = stores.events;
      await store.insert(anEvent(), 'h');
      const explicit = aNewDelivery({
        id: 'dlv2',
        uri: 'https://hooks.example.com/explicit',
        triggerIds: [],
        signatureKey: undefined,
        bodyKind: 'template',
        payloadTemplate: { id: '{{asset.public_id}}', z: [1], a: null },
        templateFallback: 'too large',
      });
      const deliveries = [aNewDelivery(), explicit];
      expect(await store.recordResolution(resolution({ verdicts, deliveries }))).toBeUndefined();

      expect(await store.findRecord('env1', 'evt1')).toEqual({
        event: anEvent(),
        startedAt: RESOLVED_AT,
        resolvedAt: RESOLVED_AT,
        verdicts,
      });
      expect(await stores.deliveries.findOf('env1', 'dlv2')).toEqual(
        aDelivery({ ...explicit, createdAt: RESOLVED_AT, updatedAt: RESOLVED_AT }),
      );
    });

    it('gives the first resolution’s deliveries when it is recorded again', async () => {
      const store = stores.events;
      await store.insert(anEvent(), 'h');
      await store.recordResolution(resolution({ verdicts, deliveries: [aNewDelivery()] }));
      const second = resolution({ resolvedAt: AFTERWARDS, deliveries: [aNewDelivery({ id: 'dlv9' })] });

      expect(await store.recordResolution(second)).toEqual([
        { id: 'dlv1', uri: 'https://hooks.example.com/cld', status: 'pending' },
      ]);
      expect(await store.findRecord('env1', 'evt1')).toMatchObject({ resolvedAt: RESOLVED_AT, verdicts });
      expect(await stores.deliveries.find('dlv9')).toBeUndefined();
    });

    it('is recorded once when it is recorded concurrently', async () => {
      const store = stores.events;
      await store.insert(anEvent(), 'h');
      const results = await Promise.all(
        // A store of its own for each: one store would write them one after the other.
        Array.from({ length: 8 }, (_, index) =>
          stores.events.recordResolution(resolution({ deliveries: [aNewDelivery({ id: `dlv${index}` })] })),
        ),
      );
      const ids = await stores.db('deliveries').pluck<string[]>('id');
      expect(ids).toHaveLength(1);
      expect(results.filter((before) => before === undefined)).toHaveLength(1);
      for (const before of results) expect((before ?? [{ id: ids[0] }]).map(({ id }) => id)).toEqual(ids);
    });

    it('stores all or nothing', async () => {
      const store = stores.events;
      await store.insert(anEvent(), 'h');
      const deliveries = [
        aNewDelivery({ id: 'dlv1' }),
        aNewDelivery({ id: 'dlv2' }),
        aNewDelivery({ id: 'dlv1' }),
      ];
      await expect(store.recordResolution(resolution({ verdicts, deliveries }))).rejects.toThrow(/unique/i);

      expect(await store.findRecord('env1', 'evt1')).toMatchObject({ resolvedAt: undefined, verdicts: [] });
      expect(await stores.db('deliveries').pluck('id')).toEqual([]);
      expect(await store.listUnstarted(AFTERWARDS, 10)).toHaveLength(1);
    });

    it('stores those that come together, each as if it were alone', async () => {
      const store = stores.events;
      const events = [anEvent(), anEvent({ eventId: 'evt2' }), anEvent({ environmentId: 'env2' })];
      await Promise.all(events.map((event) => store.insert(event, 'h')));
      await store.recordResolution(resolution({ deliveries: [aNewDelivery()] }));

      const later = { resolvedAt: AFTERWARDS, verdicts };
      expect(
        await Promise.all([
          store.recordResolution(resolution({ ...later, deliveries: [aNewDelivery({ id: 'dlv8' })] })),
          store.recordResolution(
            resolution({ ...later, eventId: 'evt2', deliveries: [aNewDelivery({ id: 'dlv2' })] }),
          ),
          store.recordResolution(resolution({ ...later, environmentId: 'env2' })),
        ]),
      ).toEqual([
        [{ id: 'dlv1', uri: 'https://hooks.example.com/cld', status: 'pending' }],
        undefined,
        undefined,
      ]);
      expect(await stores.db('deliveries').orderBy('id').pluck('id')).toEqual(['dlv1', 'dlv2']);
      expect(await store.findRecord('env1', 'evt1')).toMatchObject({ resolvedAt: RESOLVED_AT, verdicts: [] });
      for (const [environmentId, eventId] of [
        ['env1', 'evt2'],
        ['env2', 'evt1'],
      ] as const) {
        const record = await store.findRecord(environmentId, eventId);
        expect(record).toMatchObject({ resolvedAt: AFTERWARDS, verdicts });
      }
    });

    it('takes the verdicts of 900 triggers and 1,200 deliveries', async () => {
      const store = stores.events;
      await store.insert(anEvent(), 'h');
      const many = Array.from({ length: 900 }, (_, index): Verdict => {
        return { triggerId: `t${index}`, verdict: 'matched', deliveryId: `d${index}` };
      });
      const deliveries = Array.from({ length: 1200 }, (_, index) => aNewDelivery({ id: `d${index}` }));
      await store.recordResolution(resolution({ verdicts: many, deliveries }));

      expect((await store.findRecord('env1', 'evt1'))?.verdicts).toEqual(many);
      expect(await stores.db('deliveries').pluck('id')).toHaveLength(1200);
      expect(await store.recordResolution(resolution({}))).toHaveLength(1200);
    });
  });
});

it('stores an event as new whose namesake is deleted at the moment in which they are compared', async () => {
  const { db, close } = await sqlite.open();
  try {
    await plant(db, { environments: [anEnvironment()] });
    await createEventStore(db).insert(anEvent(), 'h1');
    let statements = 0;
    const interrupted = new Proxy(db, {
      apply(target, self, tables: [string]) {
        statements += 1;
        // Before the second one, on the one connection that writes.
        if (statements === 2) void db('events').delete().then();
        return Reflect.apply(target, self, tables);
      },
    });
    expect(await createEventStore(interrupted).insert(anEvent(), 'h1')).toBe('inserted');
    expect(await db('events').pluck('event_id')).toEqual(['evt1']);
    expect(statements).toBe(3);
  } finally {
    await close();
  }
});
