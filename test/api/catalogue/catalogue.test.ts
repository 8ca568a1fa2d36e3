import { EVENT_TYPE_NAMES } from '../../../src/domain/events/event-types';
import { aTrigger } from '../../support/builders/a-trigger';
import { useStoredApi } from '../../support/services/stored-api';

const api = useStoredApi();

it('lists every event type with its name for people', async () => {
  const { json } = await api.call('GET /event_types');
  const { event_types: types } = json as {
    event_types: { name: string; label: string; body_keys: string[] }[];
  };
  expect(types.map(({ name }) => name)).toEqual(EVENT_TYPE_NAMES);
  const labels = Object.fromEntries(types.map(({ name, label }) => [name, label]));
  expect([labels['resource_tags_changed'], labels['invalidate_custom_cdn']]).toEqual([
    'Resource tags changed',
    'Invalidate custom CDN',
  ]);
  expect(json).toMatchObject({
    filter_operators: expect.arrayContaining(['var', 'in']) as unknown,
    template_namespaces: ['event', 'asset', 'folder', 'eager', 'error', 'raw'],
  });
});

it('shows the limits, and how much of them is used', async () => {
  await api.plant({ triggers: [aTrigger(), aTrigger({ id: 't2', eventType: 'delete' })] });
  expect((await api.call('GET /limits')).json).toEqual({
    notification_urls: { used: 1, limit: 2 },
    triggers: { used: 2, limit: 60 },
    retry_delays_seconds: [180, 360, 540],
    attempt_timeout_seconds: 20,
    filter: { bytes: 16_384, nodes: 1_000, depth: 32 },
    payload_template: { bytes: 16_384, depth: 32 },
  });
});
