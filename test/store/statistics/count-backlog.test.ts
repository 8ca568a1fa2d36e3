import { countBacklog } from '../../../src/store/statistics/statistics-store';
import { timeStatements } from '../../../src/store/database/watch-database';
import { anEvent } from '../../support/builders/an-event';
import { databases } from '../../support/databases/databases';
import { aNewDelivery } from '../../support/builders/a-delivery';
import { storeDeliveries } from '../../support/databases/store-deliveries';
import { useStores } from '../../support/databases/use-stores';

const at = (time: string) => `2026-03-14T${time}.000Z`;

describe.each(databases)('the backlog on $name', ({ open }) => {
  const stores = useStores(open);

  it('is empty where nothing waits', async () => {
    expect(await countBacklog(stores.db, at('10:00:00'))).toEqual({
      deliveriesPending: { sending: 0, waiting: 0 },
      failingHosts: 0,
      eventsUnstarted: 0,
      oldestUnstartedAgeSeconds: 0,
      pollMessages: { waiting: 0, claimed: 0 },
      consoleSessions: 0,
    });
  });

  it('says how many events are not started, and how old the oldest is', async () => {
    const { events } = stores;
    for (const [eventId, time] of [
      ['old', '09:59:00'],
      ['new', '09:59:50'],
      ['started', '09:00:00'],
    ] as const) {
      await events.insert(anEvent({ environmentId: 'env1', eventId, receivedAt: at(time) }), eventId);
    }
    await events.markStarted('env1', 'started', at('09:00:01'));
    expect(await countBacklog(stores.db, at('10:00:00'))).toMatchObject({
      eventsUnstarted: 2,
      oldestUnstartedAgeSeconds: 60,
    });
  });

  it('tells deliveries that are sent from those that wait, and from those in channels', async () => {
    await storeDeliveries(stores.db, [
      aNewDelivery({ id: 'sending' }),
      aNewDelivery({ id: 'waiting', uri: 'https://b.example.com/' }),
      aNewDelivery({ id: 'free', uri: 'poll://cli' }),
      aNewDelivery({ id: 'claimed', uri: 'poll://other' }),
    ]);
    await stores
      .db('deliveries')
      .where({ id: 'waiting' })
      .update({ next_attempt_at: at('10:03:00') });
    await stores
      .db('poll_messages')
      .where({ delivery_id: 'claimed' })
      .update({ claimed_until: at('10:00:01') });
    const claimed = await countBacklog(stores.db, at('10:00:00'));
    expect(claimed.deliveriesPending).toEqual({ sending: 1, waiting: 1 });
    expect(claimed.pollMessages).toEqual({ waiting: 1, claimed: 1 });
    // A claim that has lapsed is none.
    expect((await countBacklog(stores.db, at('10:00:02'))).pollMessages).toEqual({ waiting: 2, claimed: 0 });
  });

  it('times each statement once, also one that fails, by its kind', async () => {
    const seen: string[] = [];
    timeStatements(stores.db, (operation, seconds) => {
      expect(seconds).toBeGreaterThan(0);
      seen.push(operation);
    });
    await stores.db('events').select('event_id');
    await stores.db('events').where({ event_id: 'none' }).update({ started_at: null });
    await stores.db('events').where({ event_id: 'none' }).delete();
    await expect(stores.db('nowhere').select()).rejects.toThrow('nowhere');
    expect(seen).toEqual(['select', 'update', 'delete', 'select']);
  });
});
