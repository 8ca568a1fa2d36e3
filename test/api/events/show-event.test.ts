import { TestApi } from '../support/api';
import { aDelivery, anEvent, anEventRecord } from '../support/builders';

const api = new TestApi();
beforeEach(() => api.start());
afterEach(() => api.stop());

describe('GET /events/:id', () => {
  it('shows an event that was accepted and not yet dispatched', async () => {
    api.world.events = [anEventRecord()];
    const answer = await api.call('GET /events/upload-1');
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      event_id: 'upload-1',
      event_type: 'upload',
      status: 'accepted',
      payload: { public_id: 'cat' },
      request: {},
      triggered_at: '2026-03-14T09:26:53.589793Z',
      triggered_by: { source: 'api', id: '738291046655821' },
      request_id: '0123456789abcdef0123456789abcdef',
      received_at: '2026-03-14T09:26:54.000Z',
      resolved_at: null,
      verdicts: [],
      deliveries: [],
      temporal_url: 'http://127.0.0.1:8233/event/acme-media/upload-1',
    });
  });

  it('shows a dispatched one with the verdict on each trigger and its own deliveries', async () => {
    const verdicts = [
      { triggerId: 'a', verdict: 'matched', deliveryId: 'delivery-1' },
      { triggerId: 'b', verdict: 'filter_error', reason: 'more than 10000 steps' },
    ] as const;
    api.world.events = [anEventRecord({ resolvedAt: '2026-03-14T09:26:55.000Z', verdicts })];
    api.world.deliveries = [aDelivery(), aDelivery({ id: 'delivery-2', eventId: 'upload-2' })];
    const answer = await api.call('GET /events/upload-1');
    expect(answer.json).toMatchObject({
      status: 'dispatched',
      resolved_at: '2026-03-14T09:26:55.000Z',
      verdicts: [
        { trigger_id: 'a', verdict: 'matched', delivery_id: 'delivery-1' },
        { trigger_id: 'b', verdict: 'filter_error', reason: 'more than 10000 steps' },
      ],
      deliveries: [{ id: 'delivery-1', status: 'pending', url: '/v1_1/acme-media/deliveries/delivery-1' }],
    });
  });

  it('shows one that is dispatched between the two reads as dispatched', async () => {
    const { world } = api;
    world.events = [anEventRecord()];
    Object.defineProperty(world, 'deliveries', {
      get: () => {
        world.events = [anEventRecord({ resolvedAt: '2026-03-14T09:26:55.000Z' })];
        return [aDelivery()];
      },
    });
    expect((await api.call('GET /events/upload-1')).json).toMatchObject({
      status: 'dispatched',
      resolved_at: '2026-03-14T09:26:55.000Z',
      deliveries: [{ id: 'delivery-1' }],
    });
  });

  it('has no link to a Temporal UI that is not known', async () => {
    api.world.temporalUi = undefined;
    api.world.events = [anEventRecord()];
    expect((await api.call('GET /events/upload-1')).json).not.toHaveProperty('temporal_url');
  });

  it('is found at the status_url of its publication', async () => {
    const published = await api.call('POST /events', {
      json: { event_type: 'upload', payload: {}, event_id: 'u-9' },
    });
    api.world.events = [anEventRecord({ event: anEvent({ eventId: 'u-9' }) })];
    const { status_url } = published.json as { status_url: string };
    expect((await api.callAbsolute(`GET ${status_url}`)).json).toMatchObject({ event_id: 'u-9' });
  });
});
