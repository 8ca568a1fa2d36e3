import { aDelivery, aNewDelivery } from '../../support/builders/a-delivery';
import { anEvent, anEventRecord } from '../../support/builders/an-event';
import { useStoredApi } from '../../support/services/stored-api';

const api = useStoredApi();

describe('GET /events/:id', () => {
  it('shows an event that was accepted and not yet dispatched', async () => {
    await api.plant({ events: [anEvent()] });
    const answer = await api.call('GET /events/evt1');
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      event_id: 'evt1',
      event_type: 'upload',
      test: false,
      status: 'accepted',
      payload: { public_id: 'blue-kettle', resource_type: 'image' },
      request: {},
      triggered_at: '2026-03-14T09:26:53.589793Z',
      triggered_by: { source: 'api', id: '738291046655821' },
      request_id: 'd9d21f3c10db2eee267e2d32a6a95301',
      received_at: '2026-03-14T09:26:53.600Z',
      resolved_at: null,
      verdicts: [],
      deliveries: [],
      temporal_url: 'http://127.0.0.1:8233/event/acme-media/evt1',
    });
  });

  it('shows a dispatched one with the verdict on each trigger and its own deliveries', async () => {
    const verdicts = [
      { triggerId: 'a', verdict: 'matched', deliveryId: 'dlv1' },
      { triggerId: 'b', verdict: 'filter_error', reason: 'more than 10000 steps' },
    ] as const;
    await api.plant({ events: [anEventRecord({ resolvedAt: '2026-03-14T09:26:55.000Z', verdicts })] });
    await api.plant({ deliveries: [aDelivery(), aDelivery({ id: 'dlv2', eventId: 'evt2' })] });
    const answer = await api.call('GET /events/evt1');
    expect(answer.json).toMatchObject({
      status: 'dispatched',
      resolved_at: '2026-03-14T09:26:55.000Z',
      verdicts: [
        { trigger_id: 'a', verdict: 'matched', delivery_id: 'dlv1' },
        { trigger_id: 'b', verdict: 'filter_error', reason: 'more than 10000 steps' },
      ],
      deliveries: [{ id: 'dlv1', status: 'pending', url: '/v1_1/acme-media/deliveries/dlv1' }],
    });
  });

  it('shows one that is dispatched between the two reads as dispatched', async () => {
    const event = anEvent();
    const resolvedAt = '2026-03-14T09:26:55.000Z';
    await api.plant({ events: [event] });
    await api.restart({}, ({ deliveries }) => ({
      deliveries: {
        ...deliveries,
        list: async (...asked) => {
          const resolution = { ...event, resolvedAt, verdicts: [], deliveries: [aNewDelivery()] };
          await api.stores.events.recordResolution(resolution);
          return deliveries.list(...asked);
        },
      },
    }));
    expect((await api.call('GET /events/evt1')).json).toMatchObject({
      status: 'dispatched',
      resolved_at: resolvedAt,
      deliveries: [{ id: 'dlv1' }],
    });
  });

  it('has no link to a Temporal UI that is not known', async () => {
    api.world.temporalUi = undefined;
    await api.plant({ events: [anEvent()] });
    expect((await api.call('GET /events/evt1')).json).not.toHaveProperty('temporal_url');
  });

  it('is found at the status_url of its publication', async () => {
    const published = await api.call('POST /events', {
      json: { event_type: 'upload', payload: {}, event_id: 'u-9' },
    });
    const { status_url } = published.json as { status_url: string };
    expect((await api.callAbsolute(`GET ${status_url}`)).json).toMatchObject({ event_id: 'u-9' });
  });
});
