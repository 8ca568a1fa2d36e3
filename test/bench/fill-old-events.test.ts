import { fillOldEvents } from '../../bench/purge/fill-old-events';
import { aNewDelivery } from '../support/builders/a-delivery';
import { anAttempt } from '../support/builders/an-attempt';
import { databases } from '../support/databases/databases';
import { storeDeliveries } from '../support/databases/store-deliveries';
import { useStores } from '../support/databases/use-stores';

const BORDER = '2026-03-01T00:00:00.000Z';
const [FROM, TO] = ['2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z'];

describe.each(databases)('old events on $name', ({ open }) => {
  const stores = useStores(open);

  it('are copies of one that has ended, each with ids of its own, and old enough to be purged', async () => {
    const { db } = stores;
    await storeDeliveries(db, [aNewDelivery({ id: 'd' })], { eventId: 'model' });
    const after = { status: 'delivered', nextAttemptAt: undefined } as const;
    await stores.deliveries.recordAttempt(anAttempt({ deliveryId: 'd', attemptNumber: 1 }), after);

    const told: number[] = [];
    await fillOldEvents(db, {
      model: { environmentId: 'env1', eventId: 'model' },
      count: 1_500,
      fromMs: Date.parse(FROM),
      toMs: Date.parse(TO),
      onStored: (count) => told.push(count),
    });
    expect(told).toEqual([1_000, 1_500]);
    const [events] = stores.retention.kinds;
    const records = await events?.list('env1', { before: BORDER, after: undefined, limit: 2_000 });
    expect(records).toHaveLength(1_500);
    expect(new Set(records?.map(({ position }) => position.id)).size).toBe(1_500);
    const rows = { events: 1, deliveries: 1, attempts: 1, poll_messages: 0 };
    expect(
      records?.filter((each) => !each.mayGo || JSON.stringify(each.rows) !== JSON.stringify(rows)),
    ).toEqual([]);
    expect(records?.[0]?.position.at).toBe(FROM);
    expect(records?.at(-1)?.position.at.localeCompare(TO)).toBe(-1);
    const { event_id: eventId, ...copied } = (await db('deliveries').whereLike('id', 'old-%').first()) as {
      event_id: string;
    };
    expect(eventId).toMatch(/^old-\d{11}$/);
    expect(copied).toMatchObject({ body: aNewDelivery({ id: 'd' }).body, status: 'delivered' });
  });
});
