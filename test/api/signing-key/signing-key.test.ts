import { TestApi } from '../../support/services/test-api';
import { anAccessKey } from '../../support/builders/an-access-key';

const api = new TestApi();
beforeEach(() => api.start());
afterEach(() => api.stop());

const FIRST = anAccessKey({ apiKey: '1', name: 'first', createdAt: '2026-03-01T00:00:00.000Z' });
const SECOND = anAccessKey({ apiKey: '2', name: 'second', createdAt: '2026-03-02T00:00:00.000Z' });

it('says which key signs and why, and never a secret', async () => {
  api.world.provisioning.accessKeys = [FIRST, SECOND];
  const { json, text } = await api.call('GET /webhook_signing_key');
  expect(json).toEqual({
    algorithm: 'sha1',
    signing: { api_key: '1', name: 'first', why: 'oldest_enabled' },
    candidates: [
      {
        api_key: '1',
        name: 'first',
        role: 'admin',
        enabled: true,
        dedicated: false,
        created_at: FIRST.createdAt,
      },
      {
        api_key: '2',
        name: 'second',
        role: 'admin',
        enabled: true,
        dedicated: false,
        created_at: SECOND.createdAt,
      },
    ],
    ed25519_pairs: [
      { kid: 'key-1', published: true, signs: true, created_at: '2026-03-02T00:00:00.000Z' },
      { kid: 'key-0', published: false, signs: false, created_at: '2026-03-01T00:00:00.000Z' },
    ],
    warnings: [],
  });
  expect(text).not.toContain(FIRST.apiSecret);
});

it('dedicates another key, and none', async () => {
  api.world.provisioning.accessKeys = [FIRST, SECOND];
  const dedicated = await api.call('PUT /webhook_signing_key', { json: { api_key: '2' } });
  expect(dedicated.json).toMatchObject({ signing: { api_key: '2', why: 'dedicated' } });
  const cleared = await api.call('PUT /webhook_signing_key', { json: { api_key: null } });
  expect(cleared.json).toMatchObject({ signing: { api_key: '1', why: 'oldest_enabled' } });
});

it('has the warnings that the list of access keys has', async () => {
  api.world.provisioning.accessKeys = [{ ...FIRST, dedicatedForWebhooks: true, enabled: false }, SECOND];
  const { json } = await api.call('GET /webhook_signing_key');
  expect(json).toMatchObject({
    warnings: [
      'access key 1 is dedicated to webhooks but disabled: notifications are signed with 2, the oldest enabled key',
    ],
  });
  api.world.provisioning.accessKeys = [];
  expect((await api.call('GET /webhook_signing_key')).json).toMatchObject({ signing: null });
});

it.each([{}, { api_key: 2 }, { api_key: 'with space' }])('refuses %j', async (json) => {
  const answer = await api.call('PUT /webhook_signing_key', { json });
  expect([answer.status, answer.message]).toEqual([
    400,
    expect.stringContaining('expected the number of an enabled access key, or null'),
  ]);
});
