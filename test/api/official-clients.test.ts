import { aTrigger } from '../support/builders/a-trigger';
import { useStoredApi } from '../support/services/stored-api';

const api = useStoredApi();

/*
 * Requests with the bodies that the official Python client's tests expect of it (`test_triggers.py`,
 * MIT licence) and the ones of the official JavaScript and MCP clients. Source: docs/contract.md §1.
 */
const PYTHON = {
  'Content-Type': 'application/json',
  'User-Agent': 'CloudinaryPython/1.46.0 (Python 3.13.1)',
};

describe('the official Python client', () => {
  it('creates a trigger, sending null for the URI type that it was not given', async () => {
    const json = { uri: 'https://example.com/notifications/1', event_type: 'upload', uri_type: null };
    const answer = await api.call('POST /triggers', { json, headers: PYTHON });
    expect(answer.status).toBe(201);
    expect(answer.json).toMatchObject({ uri_type: 'webhook', uri: json.uri, event_type: 'upload' });
  });

  it.each([
    { uri: 'poll://*', event_type: 'upload', uri_type: 'poll' },
    { uri: 'poll://orders/1', event_type: 'all', uri_type: 'poll' },
  ])('creates a trigger of the channel $uri', async (json) => {
    const answer = await api.call('POST /triggers', { json, headers: PYTHON });
    expect(answer.status).toBe(201);
    expect(answer.json).toMatchObject(json);
  });

  it('lists, updates and deletes: the same id shows the new URI, then it is gone', async () => {
    await api.plant({ triggers: [aTrigger({ id: 'a', eventType: 'upload' })] });
    const update = { json: { new_uri: 'https://example.com/updated' }, headers: PYTHON };
    expect((await api.call('PUT /triggers/a', update)).json).toMatchObject({ message: 'ok' });
    expect((await api.call('GET /triggers?event_type=upload', { headers: PYTHON })).json).toMatchObject({
      triggers: [{ id: 'a', uri: 'https://example.com/updated' }],
    });
    const deleted = await api.call('DELETE /triggers/a', { json: {}, headers: PYTHON });
    expect([deleted.status, deleted.json]).toEqual([200, { message: 'ok' }]);
    expect((await api.call('GET /triggers')).json).toEqual({ triggers: [], total: 0 });
  });

  it.each([{ sample_data: { notification_type: 'upload', public_id: 'sample' } }, { sample_data: null }])(
    'tests a trigger with %j',
    async (json) => {
      await api.plant({ triggers: [aTrigger({ id: 'a' })] });
      const answer = await api.call('POST /triggers/a/test', { json, headers: PYTHON });
      expect(answer.json).toEqual({ trigger_id: 'a', filter_present: false, filter_result: true });
    },
  );
});

describe('the official JavaScript clients', () => {
  it('delete without a body or content type', async () => {
    await api.plant({ triggers: [aTrigger({ id: 'a' })] });
    expect((await api.call('DELETE /triggers/a')).json).toEqual({ message: 'ok' });
  });

  it('test a trigger without a body', async () => {
    await api.plant({ triggers: [aTrigger({ id: 'a' })] });
    expect((await api.call('POST /triggers/a/test')).status).toBe(200);
  });
});
