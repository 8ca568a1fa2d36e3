import { anEvent, anEventRecord } from '../../support/builders/an-event';
import { databases } from '../../support/databases/databases';
import { anEnvironment, OTHER_ENVIRONMENT } from '../../support/builders/an-environment';
import { useStoredApi } from '../../support/services/stored-api';

describe.each(databases)('the backlog on $name', ({ open }) => {
  const api = useStoredApi({ open });

  const accept = (eventId: string, receivedAt: string, environmentId?: string) =>
    api.plant({ events: [anEvent({ eventId, receivedAt, ...(environmentId && { environmentId }) })] });
  const shown = async () => {
    const { status, json } = await api.call('GET /backlog');
    expect(status).toBe(200);
    return (json as { undispatched_events: object }).undispatched_events;
  };

  it('is empty where every event was dispatched', async () => {
    await api.plant({ events: [anEventRecord({ resolvedAt: '2026-03-14T09:00:01.000Z' })] });
    expect(await shown()).toEqual({ count: 0, count_is: 'exact', oldest_received_at: null });
  });

  it('says how many of its own events wait, and since when the oldest does', async () => {
    await api.plant({ environments: [anEnvironment(OTHER_ENVIRONMENT)] });
    await accept('elsewhere', '2026-03-14T08:00:00.000Z', OTHER_ENVIRONMENT.id);
    await accept('b', '2026-03-14T09:00:05.000Z');
    await accept('a', '2026-03-14T09:00:00.000Z');
    expect(await shown()).toEqual({
      count: 2,
      count_is: 'exact',
      oldest_received_at: '2026-03-14T09:00:00.000Z',
    });
  });

  it('says so when it has not looked at all that wait', async () => {
    const events = Array.from({ length: 10_000 }, (_, n) => anEvent({ eventId: `evt${n}` }));
    await api.plant({ events });
    expect(await shown()).toMatchObject({ count: 10_000, count_is: 'at_least' });
  });
});
