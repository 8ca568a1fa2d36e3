import { createEventStore } from '../../../src/store/events/event-store';
import { anEvent } from '../../support/builders/an-event';
import { databases } from '../../support/databases/databases';
import { insertEnvironment } from '../../support/databases/insert-environment';
import { StoredApi } from '../../support/services/stored-api';

describe.each(databases)('the backlog on $name', ({ open }) => {
  const api = new StoredApi();
  beforeEach(() => api.open(open));
  afterEach(() => api.stop());

  const accept = async (eventId: string, receivedAt: string, environmentId = api.environmentId) => {
    const event = anEvent({ eventId, receivedAt, environmentId });
    await createEventStore(api.db).insert(event, 'h');
    return event;
  };
  const shown = async () => {
    const { status, json } = await api.call('GET /backlog');
    expect(status).toBe(200);
    return (json as { undispatched_events: object }).undispatched_events;
  };

  it('is empty where every event was dispatched', async () => {
    const event = await accept('a', '2026-03-14T09:00:00.000Z');
    const resolvedAt = '2026-03-14T09:00:01.000Z';
    await api.stores.events.recordResolution({ ...event, resolvedAt, verdicts: [], deliveries: [] });
    expect(await shown()).toEqual({ count: 0, count_is: 'exact', oldest_received_at: null });
  });

  it('says how many of its own events wait, and since when the oldest does', async () => {
    await insertEnvironment(api.db, 'other', 'other');
    await accept('elsewhere', '2026-03-14T08:00:00.000Z', 'other');
    await accept('b', '2026-03-14T09:00:05.000Z');
    await accept('a', '2026-03-14T09:00:00.000Z');
    expect(await shown()).toEqual({
      count: 2,
      count_is: 'exact',
      oldest_received_at: '2026-03-14T09:00:00.000Z',
    });
  });

  it('says so when it has not looked at all that wait', async () => {
    const event = await accept('a', '2026-03-14T09:00:00.000Z');
    const row = await api.db('events').where({ event_id: event.eventId }).first<Record<string, unknown>>('*');
    const rows = Array.from({ length: 9_999 }, (_, n) => ({ ...row, event_id: `more-${n}` }));
    await api.db.batchInsert('events', rows, 50);
    expect(await shown()).toMatchObject({ count: 10_000, count_is: 'at_least' });
  });
});
