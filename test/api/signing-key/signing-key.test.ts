import { anAccessKey, API_KEY } from '../../support/builders/an-access-key';
import { ENVIRONMENT } from '../../support/builders/an-environment';
import { BY } from '../../support/builders/an-audit-entry';
import { useStoredApi } from '../../support/services/stored-api';

const api = useStoredApi();
beforeEach(() => api.plant({ accessKeys: [FIRST, SECOND] }));

/** Calls. */
const FIRST = anAccessKey({ name: 'first', createdAt: '2026-03-01T00:00:00.000Z' });
const SECOND = anAccessKey({ apiKey: '2', name: 'second', createdAt: '2026-03-02T00:00:00.000Z' });

it('says which key signs and why, and never a secret', async () => {
  const { rotate, revoke } = api.stores.signingKeys;
  await rotate(ENVIRONMENT.id, FIRST.createdAt, BY);
  const { kid } = await revoke(ENVIRONMENT.id, SECOND.createdAt, BY);
  const { json, text } = await api.call('GET /webhook_signing_key');
  expect(json).toEqual({
    algorithm: 'sha1',
    signing: { api_key: API_KEY, name: 'first', why: 'oldest_enabled' },
    candidates: [
      {
        api_key: API_KEY,
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
      { kid, published: true, signs: true, created_at: '2026-03-02T00:00:00.000Z' },
      { kid: expect.any(String), published: false, signs: false, created_at: '2026-03-01T00:00:00.000Z' },
    ],
    warnings: [],
  });
  expect(text).not.toContain(FIRST.apiSecret);
});

it('dedicates another key, and none', async () => {
  const dedicated = await api.call('PUT /webhook_signing_key', { json: { api_key: '2' } });
  expect(dedicated.json).toMatchObject({ signing: { api_key: '2', why: 'dedicated' } });
  const cleared = await api.call('PUT /webhook_signing_key', { json: { api_key: null } });
  expect(cleared.json).toMatchObject({ signing: { api_key: API_KEY, why: 'oldest_enabled' } });
});

it('has the warnings that the list of access keys has', async () => {
  await api.plant({ accessKeys: [{ ...SECOND, dedicatedForWebhooks: true, enabled: false }] });
  const { json } = await api.call('GET /webhook_signing_key');
  expect(json).toMatchObject({
    warnings: [
      `access key 2 is dedicated to webhooks but disabled: notifications are signed with ${API_KEY}, the oldest enabled key`,
    ],
  });
});

it.each([{}, { api_key: 2 }, { api_key: 'with space' }])('refuses %j', async (json) => {
  const answer = await api.call('PUT /webhook_signing_key', { json });
  expect([answer.status, answer.message]).toEqual([
    400,
    expect.stringContaining('expected the number of an enabled access key, or null'),
  ]);
});
