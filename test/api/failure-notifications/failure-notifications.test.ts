import { useStoredApi } from '../../support/services/stored-api';

const api = useStoredApi();

const TOLD = 'https://alerts.example.com/webhooks';
const read = async () => (await api.call('GET /failure_notifications')).json;

it('nobody is told until a URL is named, whose normal form is kept', async () => {
  expect(await read()).toEqual({ uri: null, hosts: [] });
  const named = await api.call('PUT /failure_notifications', {
    json: { uri: 'HTTPS://Alerts.Example.com:443/webhooks' },
  });
  expect([named.status, named.json]).toEqual([200, { uri: TOLD, hosts: [] }]);
  expect(await read()).toEqual({ uri: TOLD, hosts: [] });
});

it('the same URL again changes nothing, and leaves no entry in the audit log', async () => {
  for (const _ of [1, 2]) await api.call('PUT /failure_notifications', { json: { uri: TOLD } });
  const entries = await api.call('GET /audit_log?action=failure_url.update');
  expect(entries.json).toMatchObject({ entries: [{ before: null, after: { uri: TOLD } }] });
});

it('DELETE ends it; without a URL it answers 404', async () => {
  await api.call('PUT /failure_notifications', { json: { uri: TOLD } });
  expect((await api.call('DELETE /failure_notifications')).json).toEqual({ message: 'ok' });
  expect(await read()).toEqual({ uri: null, hosts: [] });
  const again = await api.call('DELETE /failure_notifications');
  expect([again.status, again.code]).toEqual([404, 'not_found']);
  expect(again.message).toContain('expected a URL');
});

it.each([
  [{ uri: 'ftp://alerts.example.com/' }, 'invalid_url'],
  [{ uri: 'http://10.0.0.1/' }, 'destination_not_allowed'],
  [{ uri: null }, 'invalid_request'],
  [{}, 'invalid_request'],
  [{ uri: TOLD, event_type: 'all' }, 'invalid_request'],
])('%j is refused with %s, and changes nothing', async (json, code) => {
  await api.call('PUT /failure_notifications', { json: { uri: TOLD } });
  const answer = await api.call('PUT /failure_notifications', { json });
  expect([answer.status, answer.code]).toEqual([400, code]);
  expect(await read()).toMatchObject({ uri: TOLD });
});

it('no producer can publish an event of the service, and no trigger can ask for one', async () => {
  for (const event_type of ['destination_failing', 'destination_recovered']) {
    const event = await api.call('POST /events', { json: { event_type, payload: {} } });
    const trigger = await api.call('POST /triggers', { json: { event_type, uri: TOLD } });
    expect([event.status, trigger.status]).toEqual([400, 400]);
    expect((await api.call(`GET /events?event_type=${event_type}`)).status).toBe(200);
    expect((await api.call(`GET /deliveries?event_type=${event_type}`)).status).toBe(200);
  }
});
