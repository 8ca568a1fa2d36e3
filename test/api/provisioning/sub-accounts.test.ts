import { anEnvironment, ENVIRONMENT } from '../../support/builders/an-environment';
import { anAccessKey, API_SECRET } from '../../support/builders/an-access-key';
import { ACCOUNT_ID, anAccount } from '../../support/builders/an-account';
import { NOW } from '../../support/builders/a-clock';
import { aDelivery } from '../../support/builders/a-delivery';
import { useStoredApi } from '../../support/services/stored-api';

const api = useStoredApi({ nouns: { accounts: [anAccount()] } });

const stored = () => api.stores.environments.listOf(ACCOUNT_ID);

const wireForm = {
  id: ENVIRONMENT.id,
  name: 'Acme Media',
  cloud_name: 'acme-media',
  enabled: true,
  api_access_keys: [{ key: '738291046655821', secret: API_SECRET, enabled: true }],
  custom_attributes: {},
  signature_algorithm: 'sha1',
  created_at: '2026-03-01T08:00:00Z',
  updated_at: '2026-03-02T08:00:00Z',
};

describe('GET /sub_accounts', () => {
  beforeEach(async () => {
    await api.plant({
      environments: [
        anEnvironment(),
        anEnvironment({ id: 'b', cloudName: 'b', name: 'Ärger', enabled: false }),
        anEnvironment({ id: 'theirs', cloudName: 'theirs', accountId: 'other' }),
      ],
    });
    await api.plant({ accessKeys: [anAccessKey()] });
  });
  const idsFor = async (query: string) => {
    const { json } = await api.callAccount(`GET /sub_accounts${query}`);
    return (json as { sub_accounts: { id: string }[] }).sub_accounts.map(({ id }) => id);
  };

  it('lists the account’s own, each with its keys', async () => {
    const answer = await api.callAccount('GET /sub_accounts');
    expect(answer.json).toEqual({
      sub_accounts: [wireForm, expect.objectContaining({ id: 'b', api_access_keys: [] })],
    });
  });

  it.each([
    ['?enabled=true', [ENVIRONMENT.id]],
    ['?enabled=false', ['b']],
    ['?enabled=1', [ENVIRONMENT.id]],
    ['?enabled=0', ['b']],
    [`?accountId=${ACCOUNT_ID}&enabled=0`, ['b']],
    ['?enabled=&prefix=', [ENVIRONMENT.id, 'b']],
    ['?ids=&enabled=0', ['b']],
    ['?ids=theirs%2Cb', ['b']],
    ['?ids=theirs&ids[]=b,gone', ['b']],
    ['?ids%5B%5D=b&ids%5B%5D=gone', ['b']],
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
    ['?accountId=other', 'accountId: got "other", expected the id of the account in the path'],
    ['?accountId=', 'accountId: got "", expected the id of the account in the path'],
    ['?prefix=%ff', 'form or query: got "%ff", expected percent-encoded UTF-8'],
    ['?prefix=a&prefix=b', 'prefix: got ["a","b"], expected the beginning of a name'],
    ['?__proto__=1', 'unknown field __proto__'],
    [`?ids=${'a,'.repeat(101)}`, 'at most 100 ids'],
  ])('answers 400 to %s', async (query, message) => {
    const answer = await api.callAccount(`GET /sub_accounts${query}`);
    expect(answer.status).toBe(400);
    expect(answer.message).toContain(message);
  });
});

describe('the body of GET /sub_accounts', () => {
  const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
  beforeEach(async () => {
    const b = anEnvironment({ id: 'b', cloudName: 'b', name: 'B', enabled: false });
    await api.plant({ environments: [anEnvironment(), b] });
  });

  it.each([
    [{ json: { ids: [] } }, [ENVIRONMENT.id, 'b']],
    [{ json: { enabled: false, ids: [], prefix: 'b' } }, ['b']],
    [{ json: { enabled: null, ids: null, prefix: null } }, [ENVIRONMENT.id, 'b']],
    [{ json: { ids: ['b', 'gone'] } }, ['b']],
    [{ json: { accountId: ACCOUNT_ID, ids: 'b,gone' } }, ['b']],
    [{ body: 'enabled=0', headers: FORM }, ['b']],
    [{ body: 'ids%5B%5D=b', headers: FORM }, ['b']],
  ])('narrows by %j', async (options, ids) => {
    const { json } = await api.callAccount('GET /sub_accounts', options);
    expect((json as { sub_accounts: { id: string }[] }).sub_accounts.map(({ id }) => id)).toEqual(ids);
  });

  it.each([
    ['', { json: { limit: 1 } }, 400, /^unknown field limit: got 1/],
    ['', { json: ['b'] }, 400, /^request body: got \["b"\], expected a JSON object$/],
    ['', { json: { accountId: 'other' } }, 400, /^accountId: got "other"/],
    ['?prefix=a', { json: { prefix: 'b' } }, 400, /^prefix: got "a" in the query and "b" in the body/],
    ['', { body: '<ids/>', headers: { 'Content-Type': 'text/xml' } }, 415, /^Content-Type: got "text\/xml"/],
    [
      '',
      { body: 'a=b', headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=latin1' } },
      415,
      /expected "application\/json" or "application\/x-www-form-urlencoded", in UTF-8$/,
    ],
    [
      '',
      { body: 'a=b', headers: { ...FORM, 'Content-Encoding': 'gzip' } },
      415,
      /^Content-Encoding: got "gzip"/,
    ],
  ])('is refused when, with the query "%s", it is %j', async (query, options, status, message) => {
    const answer = await api.callAccount(`GET /sub_accounts${query}`, options);
    expect(answer.status).toBe(status);
    expect(answer.message).toMatch(message);
  });

  it('may repeat the query', async () => {
    const answer = await api.callAccount('GET /sub_accounts?enabled=false&ids=b&ids=c', {
      json: { enabled: false, ids: ['b', 'c'] },
    });
    expect(answer.status).toBe(200);
  });

  it('may be none, whatever media type is named', async () => {
    const headers = { 'Content-Type': 'text/plain' };
    expect((await api.callAccount('GET /sub_accounts', { headers })).status).toBe(200);
  });
});

describe('GET /sub_accounts/:id', () => {
  it('refuses what it would have to ignore', async () => {
    await api.plant({ environments: [anEnvironment()] });
    const line = `GET /sub_accounts/${ENVIRONMENT.id}`;
    expect((await api.callAccount(line, { json: {} })).status).toBe(200);
    expect((await api.callAccount(line, { json: { prefix: 'a' } })).status).toBe(400);
    expect((await api.callAccount(`${line}?prefix=a`)).status).toBe(400);
  });

  it('shows one', async () => {
    await api.plant({ environments: [anEnvironment()] });
    await api.plant({ accessKeys: [anAccessKey()] });
    expect((await api.callAccount(`GET /sub_accounts/${ENVIRONMENT.id}`)).json).toEqual(wireForm);
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
    const answer = await api.callAccount('POST /sub_accounts', { json });
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({
      ...json,
      id: expect.stringMatching(/^[0-9a-f]{34}$/) as string,
      signature_algorithm: 'sha1',
      api_access_keys: [{ enabled: true }],
    });
    expect(await stored()).toMatchObject([{ accountId: ACCOUNT_ID }]);
  });

  it.each([
    ['true', true],
    ['false', false],
  ])('takes the text %j for a boolean', async (enabled, expected) => {
    const answer = await api.callAccount('POST /sub_accounts', { json: { name: 'Globex', enabled } });
    expect([answer.status, answer.json]).toMatchObject([200, { enabled: expected }]);
  });

  it('makes up a cloud name when none is given, and takes null for what is not given', async () => {
    const json = { name: 'Globex', cloud_name: null, custom_attributes: null, enabled: null };
    const answer = await api.callAccount('POST /sub_accounts', { json });
    expect(answer.json).toMatchObject({
      cloud_name: expect.stringMatching(/^d[0-9a-f]{12}$/),
      enabled: true,
      custom_attributes: {},
    });
  });

  it.each([
    ['plan=free|tier=1', { plan: 'free', tier: '1' }],
    ['a\\|b=c\\=d=e|lonely', { 'a|b': 'c=d=e', lonely: '' }],
    ['{"plan":{"a":1}}', { plan: { a: 1 } }],
    ['', {}],
    [[], {}],
  ])('takes %j for custom attributes, as the official clients write them', async (given, expected) => {
    const json = { name: 'Globex', custom_attributes: given };
    const answer = await api.callAccount('POST /sub_accounts', { json });
    expect([answer.status, answer.json]).toMatchObject([200, { custom_attributes: expected }]);
  });

  it('takes a form, and an empty base for none', async () => {
    const answer = await api.callAccount('POST /sub_accounts', {
      body: 'name=Globex+1&cloud_name=globex&enabled=0&custom_attributes=%7B%22a%22%3A1%7D&base_sub_account_id=',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    });
    expect([answer.status, answer.json]).toMatchObject([
      200,
      { name: 'Globex 1', cloud_name: 'globex', enabled: false, custom_attributes: { a: 1 } },
    ]);
  });

  it.each([
    [{}, 'sha1'],
    [{ signature_algorithm: 'sha256' }, 'sha256'],
    [{ base_sub_account_id: ENVIRONMENT.id }, 'sha256'],
    [{ base_sub_account_id: ENVIRONMENT.id, signature_algorithm: 'sha1' }, 'sha1'],
  ])('with %j signs with %s', async (json, signature_algorithm) => {
    await api.plant({ environments: [anEnvironment({ signatureAlgorithm: 'sha256' })] });
    const answer = await api.callAccount('POST /sub_accounts', {
      json: { name: 'n', cloud_name: 'n', ...json },
    });
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
    [{ name: 'a', custom_attributes: [1] }, 400, /^custom_attributes: got \[1\], expected a JSON object$/],
    [{ name: 'a', custom_attributes: '{a' }, 400, /^custom_attributes: malformed JSON at position 1/],
    [
      { name: 'a', signature_algorithm: 'md5' },
      400,
      /^signature_algorithm: got "md5", expected one of sha1, sha256$/,
    ],
    [{ name: 'a', base_sub_account_id: 'gone' }, 404, /^base_sub_account_id: got "gone", expected the id/],
    [{ name: 'a', cloud_name: 'acme-media' }, 409, /^cloud_name: got "acme-media"/],
  ])('refuses %j with %i', async (json, status, message) => {
    await api.plant({ environments: [anEnvironment()] });
    const answer = await api.callAccount('POST /sub_accounts', { json });
    expect(answer.status).toBe(status);
    expect(answer.message).toMatch(message);
    expect(await stored()).toHaveLength(1);
  });
});

describe('PUT /sub_accounts/:id', () => {
  const before = anEnvironment({ customAttributes: { plan: 'free' } });
  const put = (json: unknown) => api.callAccount(`PUT /sub_accounts/${before.id}`, { json });

  it.each([
    [{ name: 'New' }, { name: 'New' }],
    [{ enabled: false }, { enabled: false }],
    [{ enabled: 'false' }, { enabled: false }],
    [{ custom_attributes: {} }, { customAttributes: {} }],
    [{ signature_algorithm: 'sha256' }, { signatureAlgorithm: 'sha256' }],
    [{ name: 'New', cloud_name: 'acme-media', enabled: null }, { name: 'New' }],
  ])('takes %j and changes that and the time of the update, nothing else', async (json, changed) => {
    await api.plant({ environments: [before] });
    expect((await put(json)).status).toBe(200);
    expect(await stored()).toEqual([{ ...before, ...changed, updatedAt: NOW }]);
  });

  it.each([
    [{}, 'missing_attributes', /^missing_attributes: got \{\}, expected one or more of name, enabled/],
    [{ cloud_name: 'acme-media' }, 'missing_attributes', /^missing_attributes/],
    [{ cloud_name: 'other' }, 'invalid_request', /the cloud name of a sub-account cannot change$/],
    [{ enabled: 'yes' }, 'invalid_request', /^enabled: got "yes", expected true or false$/],
  ])('answers 400 to %j and changes nothing', async (json, code, message) => {
    await api.plant({ environments: [before] });
    const answer = await put(json);
    expect([answer.status, answer.code]).toEqual([400, code]);
    expect(answer.message).toMatch(message);
    expect(await stored()).toEqual([before]);
  });
});

describe('DELETE /sub_accounts/:id', () => {
  const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const line = `DELETE /sub_accounts/${ENVIRONMENT.id}`;
  beforeEach(async () => {
    await api.plant({ environments: [anEnvironment(), anEnvironment({ id: 'b', cloudName: 'b' })] });
  });

  it.each([
    ['nothing', '', {}],
    ['an empty form', '', { headers: FORM }],
    ['an empty object', '', { json: {} }],
    ['the account’s id', `?accountId=${ACCOUNT_ID}`, {}],
  ])('deletes it, asked with %s', async (_what, query, options) => {
    const answer = await api.callAccount(`${line}${query}`, options);
    expect([answer.status, answer.json]).toEqual([200, { message: 'ok' }]);
    expect(await stored()).toMatchObject([{ id: 'b' }]);
  });

  it.each([
    ['', {}, 409],
    ['?force=false', {}, 409],
    ['?force=', {}, 409],
    ['?force=yes', {}, 400],
    ['?forced=true', {}, 400],
    ['?force=true', {}, 200],
    ['?force=1', {}, 200],
    ['', { json: { force: true } }, 200],
    ['', { body: 'force=1', headers: FORM }, 200],
    ['?force=true', { json: { force: false } }, 400],
  ])('while something is under way, answers "%s" with %j with %i', async (query, options, status) => {
    await api.plant({ deliveries: [aDelivery()] });
    expect((await api.callAccount(`${line}${query}`, options)).status).toBe(status);
    expect(await stored()).toHaveLength(status === 200 ? 1 : 2);
  });

  it('answers 404 for one that is not there', async () => {
    expect((await api.callAccount('DELETE /sub_accounts/gone?force=true')).status).toBe(404);
  });
});
