import { AccountApi } from '../support/account-api';
import { ENVIRONMENT } from '../support/builders';
import { ACCOUNT_ID, anAccessKey, aSubAccount } from '../support/fake-provisioning';
import { NOW } from '../support/fakes';

const api = new AccountApi();
beforeEach(() => api.start());
afterEach(() => api.stop());

const wireForm = {
  id: ENVIRONMENT.id,
  name: 'Acme Media',
  cloud_name: 'acme-media',
  enabled: true,
  api_access_keys: [{ key: '738291046655821', secret: 'not-a-real-secret', enabled: true }],
  custom_attributes: {},
  signature_algorithm: 'sha1',
  created_at: '2026-03-01T08:00:00Z',
  updated_at: '2026-03-02T08:00:00Z',
};

describe('GET /sub_accounts', () => {
  beforeEach(() => {
    const { provisioning } = api.world;
    provisioning.subAccounts = [
      aSubAccount(),
      aSubAccount({ id: 'b', cloudName: 'b', name: 'Ärger', enabled: false }),
      aSubAccount({ id: 'theirs', cloudName: 'theirs', accountId: 'other' }),
    ];
    provisioning.accessKeys = [anAccessKey()];
  });
  const idsFor = async (query: string) => {
    const { json } = await api.call(`GET /sub_accounts${query}`);
    return (json as { sub_accounts: { id: string }[] }).sub_accounts.map(({ id }) => id);
  };

  it('lists the account’s own, each with its keys', async () => {
    const answer = await api.call('GET /sub_accounts');
    expect(answer.json).toEqual({
      sub_accounts: [wireForm, expect.objectContaining({ id: 'b', api_access_keys: [] })],
    });
  });

  it.each([
    ['?enabled=true', [ENVIRONMENT.id]],
    ['?enabled=false', ['b']],
    ['?enabled=&prefix=', [ENVIRONMENT.id, 'b']],
    ['?prefix=aCME', [ENVIRONMENT.id]],
    ['?prefix=%C3%A4', ['b']],
    ['?prefix=x', []],
    ['?ids=b', ['b']],
    ['?ids=b&ids=theirs&ids=gone', ['b']],
    ['?ids[]=b&enabled=true&prefix=x', ['b']],
  ])('narrows by %s', async (query, ids) => {
    expect(await idsFor(query)).toEqual(ids);
  });

  it.each([
    ['?enabled=yes', 'enabled: got "yes", expected true or false'],
    [`?${'ids=a&'.repeat(101)}`, 'at most 100 ids'],
    ['?limit=1', 'unknown field limit'],
  ])('answers 400 to %s', async (query, message) => {
    const answer = await api.call(`GET /sub_accounts${query}`);
    expect(answer.status).toBe(400);
    expect(answer.message).toContain(message);
  });
});

describe('GET /sub_accounts/:id', () => {
  it('shows one', async () => {
    api.world.provisioning.subAccounts = [aSubAccount()];
    api.world.provisioning.accessKeys = [anAccessKey(), anAccessKey({ environmentId: 'b' })];
    expect((await api.call(`GET /sub_accounts/${ENVIRONMENT.id}`)).json).toEqual(wireForm);
  });
});

describe('POST /sub_accounts', () => {
  it('makes a product environment with a key, and answers 200 as official clients expect', async () => {
    const json = {
      name: 'Globex',
      cloud_name: 'globex',
      custom_attributes: { plan: 'free' },
      enabled: false,
    };
    const answer = await api.call('POST /sub_accounts', { json });
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({
      ...json,
      id: 'environment-of-globex',
      signature_algorithm: 'sha1',
      api_access_keys: [{ enabled: true }],
    });
    expect(api.world.provisioning.subAccounts).toMatchObject([{ accountId: ACCOUNT_ID }]);
  });

  it.each([
    ['true', true],
    ['false', false],
  ])('takes the text %j for a boolean', async (enabled, expected) => {
    const answer = await api.call('POST /sub_accounts', { json: { name: 'Globex', enabled } });
    expect([answer.status, answer.json]).toMatchObject([200, { enabled: expected }]);
  });

  it('makes up a cloud name when none is given, and takes null for what is not given', async () => {
    const json = { name: 'Globex', cloud_name: null, custom_attributes: null, enabled: null };
    const answer = await api.call('POST /sub_accounts', { json });
    expect(answer.json).toMatchObject({
      cloud_name: expect.stringMatching(/^d[0-9a-f]{12}$/),
      enabled: true,
      custom_attributes: {},
    });
  });

  it.each([
    [{}, 'sha1'],
    [{ signature_algorithm: 'sha256' }, 'sha256'],
    [{ base_sub_account_id: ENVIRONMENT.id }, 'sha256'],
    [{ base_sub_account_id: ENVIRONMENT.id, signature_algorithm: 'sha1' }, 'sha1'],
  ])('with %j signs with %s', async (json, signature_algorithm) => {
    api.world.provisioning.subAccounts = [aSubAccount({ signatureAlgorithm: 'sha256' })];
    const answer = await api.call('POST /sub_accounts', { json: { name: 'n', cloud_name: 'n', ...json } });
    expect(answer.json).toMatchObject({ signature_algorithm });
  });

  it.each([
    [{}, 400, /^name: got nothing, expected a text of 1 to 255 characters/],
    [{ name: 'a\nb' }, 400, /^name: got "a\\nb", expected/],
    [{ name: '  ' }, 400, /^name: got " {2}", expected a text .* not all of them blank/],
    [{ name: 'a', cloud_name: 'A' }, 400, /^cloud_name: got "A", expected 1 to 63 of a-z 0-9 _ -/],
    [
      { name: 'a', cloud_name: 'provisioning' },
      400,
      /^cloud_name: got "provisioning", expected .* other than/,
    ],
    [{ name: 'a', custom_attributes: [] }, 400, /^custom_attributes: got \[\], expected a JSON object$/],
    [
      { name: 'a', signature_algorithm: 'md5' },
      400,
      /^signature_algorithm: got "md5", expected one of sha1, sha256$/,
    ],
    [{ name: 'a', base_sub_account_id: 'gone' }, 404, /^base_sub_account_id: got "gone", expected the id/],
    [{ name: 'a', cloud_name: 'acme-media' }, 409, /^cloud_name: got "acme-media"/],
  ])('refuses %j with %i', async (json, status, message) => {
    api.world.provisioning.subAccounts = [aSubAccount()];
    const answer = await api.call('POST /sub_accounts', { json });
    expect(answer.status).toBe(status);
    expect(answer.message).toMatch(message);
    expect(api.world.provisioning.subAccounts).toHaveLength(1);
  });
});

describe('PUT /sub_accounts/:id', () => {
  const before = aSubAccount({ customAttributes: { plan: 'free' } });
  const put = (json: unknown) => api.call(`PUT /sub_accounts/${before.id}`, { json });

  it.each([
    [{ name: 'New' }, { name: 'New' }],
    [{ enabled: false }, { enabled: false }],
    [{ enabled: 'false' }, { enabled: false }],
    [{ custom_attributes: {} }, { customAttributes: {} }],
    [{ signature_algorithm: 'sha256' }, { signatureAlgorithm: 'sha256' }],
    [{ name: 'New', cloud_name: 'acme-media', enabled: null }, { name: 'New' }],
  ])('takes %j and changes that and the time of the update, nothing else', async (json, changed) => {
    api.world.provisioning.subAccounts = [before];
    expect((await put(json)).status).toBe(200);
    expect(api.world.provisioning.subAccounts).toEqual([{ ...before, ...changed, updatedAt: NOW }]);
  });

  it.each([
    [{}, 'missing_attributes', /^missing_attributes: got \{\}, expected one or more of name, enabled/],
    [{ cloud_name: 'acme-media' }, 'missing_attributes', /^missing_attributes/],
    [{ cloud_name: 'other' }, 'invalid_request', /the cloud name of a sub-account cannot change$/],
    [{ enabled: 'yes' }, 'invalid_request', /^enabled: got "yes", expected true or false$/],
  ])('answers 400 to %j and changes nothing', async (json, code, message) => {
    api.world.provisioning.subAccounts = [before];
    const answer = await put(json);
    expect([answer.status, answer.code]).toEqual([400, code]);
    expect(answer.message).toMatch(message);
    expect(api.world.provisioning.subAccounts).toEqual([before]);
  });
});
