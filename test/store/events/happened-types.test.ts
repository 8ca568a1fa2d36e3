import { anEvent } from '../../support/builders/an-event';
import { databases } from '../../support/databases/databases';
import { useStores } from '../../support/databases/use-stores';

describe.each(databases)('the event types that happened, on $name', ({ open }) => {
  const stores = useStores(open);

  it('are those since a time, of one environment, of the types that are asked for, without tests', async () => {
    const since = '2026-03-14T00:00:00.000Z';
    const events = [
      anEvent({ eventId: 'a', eventType: 'upload', receivedAt: since }),
      anEvent({ eventId: 'b', eventType: 'upload', receivedAt: '2026-03-15T00:00:00.000Z' }),
      anEvent({ eventId: 'c', eventType: 'delete', receivedAt: '2026-03-13T23:59:59.999Z' }),
      anEvent({ eventId: 'd', eventType: 'eager', receivedAt: since }),
      anEvent({ eventId: 'f', eventType: 'rename', receivedAt: since, testTriggerId: 'trg1' }),
      anEvent({ eventId: 'e', eventType: 'rename', receivedAt: since, environmentId: 'env2' }),
    ];
    for (const event of events) await stores.events.insert(event, 'h');
    const asked = { environmentId: 'env1', since };
    const eventTypes = ['rename', 'upload', 'delete'];
    expect(await stores.events.happenedTypes({ ...asked, eventTypes })).toEqual(['upload']);
    expect(await stores.events.happenedTypes({ ...asked, eventTypes: [] })).toEqual([]);
  });
});
