import { anEnvironment, ENVIRONMENT } from '../../support/builders/an-environment';
import { anAccessKey, API_SECRET } from '../../support/builders/an-access-key';
import { ACCOUNT_ID, anAccount } from '../../support/builders/an-account';
import { NOW } from '../../support/builders/a-clock';
import { useStoredApi } from '../../support/services/stored-api';

const api = useStoredApi({ nouns: { accounts: [anAccount()], environments: [anEnvironment()] } });

const stored = () =>
  api.stores.accessKeyAdministration.list(ENVIRONMENT.id, { by: 'api_key', direction: 'asc' });

const KEYS = `/sub_accounts/${ENVIRONMENT.id}/access_keys`;
const a = anAccessKey({ apiKey: '1', name: 'c', createdAt: '2026-01-02T00:00:00.000Z', enabled: false });
const b = anAccessKey({ apiKey: '2', name: 'b', createdAt: '2026-01-01T00:00:00.000Z' });
const c = anAccessKey({ apiKey: '3', name: 'a', createdAt: '2026-01-03T00:00:00.000Z' });

interface Listed {
  readonly access_keys: readonly { readonly api_key: string }[];
  readonly total: number;
  readonly warnings?: readonly string[];
}

async function list(query = ''): Promise<Listed> {
  return (await api.callAccount(`GET ${KEYS}${query}`)).json as Listed;
}

function form(body: string) {
  return { body, headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8' } };
}

describe('GET …/access_keys', () => {
  it('shows keys in the contract’s form and order', async () => {
    await api.plant({
      accessKeys: [
        anAccessKey({ dedicatedForWebhooks: true }),
        anAccessKey({ apiKey: '2', name: 'root', root: true, createdAt: '2026-01-01T00:00:00.000Z' }),
      ],
    });
    const { text } = await api.callAccount(`GET ${KEYS}`);
    expect(text).toBe(
      JSON.stringify({
        access_keys: [
          {
            name: 'hooks-signer',
            api_key: '738291046655821',
            api_secret: API_SECRET,
            created_at: '2026-03-01T08:00:00Z',
            updated_at: '2026-03-14T09:00:00Z',
            enabled: true,
            dedicated_for: ['webhooks'],
            root: false,
          },
          {
            name: 'root',
            api_key: '2',
            api_secret: API_SECRET,
            created_at: '2026-01-01T00:00:00Z',
            updated_at: '2026-03-14T09:00:00Z',
            enabled: true,
            root: true,
          },
        ],
        total: 2,
      }),
    );
  });

  it.each([
    ['', ['3', '1', '2']],
    ['?sort_order=asc', ['2', '1', '3']],
    ['?sort_by=api_key', ['3', '2', '1']],
    ['?sort_by=name&sort_order=asc', ['3', '2', '1']],
    ['?sort_by=enabled&sort_order=asc&page=1&page_size=1', ['1']],
    ['?page_size=2', ['3', '1', '2']],
    ['?page_size=2&page=1', ['3', '1']],
    ['?page_size=2&page=2', ['2']],
    ['?page_size=2&page=3', []],
  ])('lists by "%s"', async (query, keys) => {
    await api.plant({ accessKeys: [a, b, c] });
    const listed = await list(query);
    expect(listed.access_keys.map(({ api_key }) => api_key)).toEqual(keys);
    expect(listed.total).toBe(3);
  });

  it.each([
    ['?page=0', 'page: got "0", expected a whole number from 1 to 100'],
    ['?page=101', 'page: got "101", expected a whole number from 1 to 100'],
    ['?page_size=501', 'page_size: got "501", expected a whole number from 1 to 500'],
    ['?sort_by=secret', 'sort_by: got "secret", expected one of api_key, created_at, name, enabled'],
    ['?sort_order=up', 'sort_order: got "up", expected desc or asc'],
  ])('answers 400 to "%s"', async (query, message) => {
    const answer = await api.callAccount(`GET ${KEYS}${query}`);
    expect([answer.status, answer.message]).toEqual([400, message]);
  });

  it('obeys the body of a GET, JSON with its numbers or a form, like the query', async () => {
    await api.plant({ accessKeys: [a, b, c] });
    const json = { page_size: 2, page: 1, sort_by: 'name', sort_order: 'asc' };
    for (const options of [{ json }, form('page_size=2&page=1&sort_by=name&sort_order=asc')]) {
      const listed = (await api.callAccount(`GET ${KEYS}`, options)).json as Listed;
      expect(listed.access_keys.map(({ api_key }) => api_key)).toEqual(['3', '2']);
    }
    const both = (await api.callAccount(`GET ${KEYS}?page_size=2&page=1`, { json: { sort_by: 'api_key' } }))
      .json;
    expect((both as Listed).access_keys.map(({ api_key }) => api_key)).toEqual(['3', '2']);
  });

  it.each([
    ['', { json: { page_size: 1.5 } }, 'page_size: got 1.5, expected a whole number from 1 to 500'],
    ['', { json: { limit: 1 } }, /^unknown field limit: got 1, expected only known fields: page, page_size/],
    ['?page=1', { json: { page: 2 } }, /^page: got "1" in the query and 2 in the body, expected the same/],
  ])('answers 400 to the query "%s" with %j', async (query, options, message) => {
    const answer = await api.callAccount(`GET ${KEYS}${query}`, options);
    expect(answer.status).toBe(400);
    expect(answer.message).toMatch(message);
  });

  it('warns when the key that signs is not the one that is meant to', async () => {
    await api.plant({ accessKeys: [{ ...a, dedicatedForWebhooks: true }, b] });
    expect((await list()).warnings).toEqual([
      'access key 1 is dedicated to webhooks but disabled: notifications are signed with 2, the oldest enabled key',
    ]);
    await api.callAccount(`DELETE ${KEYS}/1`);
    expect((await list('?page=1')).warnings).toEqual([
      'access key 1, dedicated to webhooks, was deleted: notifications are signed with 2, the oldest enabled key',
    ]);
  });
});

const MADE_UP = expect.stringMatching(/^key-\d{15}$/) as string;

describe('POST …/access_keys', () => {
  it.each([
    [{ json: { name: 'new', enabled: false } }, { name: 'new', enabled: false }],
    [{ json: { enabled: 'true' } }, { enabled: true }],
    [{ json: { enabled: 'false' } }, { enabled: false }],
    [{ json: { enabled: 0 } }, { enabled: false }],
    [{ json: { enabled: '1' } }, { enabled: true }],
    [{ json: { enabled: '' } }, { enabled: true }],
    [{ json: { accountId: ACCOUNT_ID, enabled: false } }, { enabled: false }],
    [{ json: [] }, { name: MADE_UP, enabled: true }],
    [form('name=n+%C3%A4&enabled=0&role=read'), { name: 'n ä', enabled: false, role: 'read' }],
    [{ json: { name: null, enabled: null } }, { name: MADE_UP, enabled: true }],
    [{ json: { role: 'events:publish' } }, { name: MADE_UP, role: 'events:publish' }],
    [{ json: { role: null } }, { name: MADE_UP }],
    [{ json: {} }, { name: MADE_UP, enabled: true }],
    [{}, { name: MADE_UP, enabled: true }],
  ])('takes %j and answers 200 with the key and its secret', async (options, expected) => {
    const answer = await api.callAccount(`POST ${KEYS}`, options);
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({
      ...expected,
      api_secret: expect.stringMatching(/^[\w-]{43}$/),
      created_at: '2026-03-14T09:26:53Z',
      root: false,
    });
  });

  it.each([
    [{ name: '' }, 400, /^name: got "", expected a text of 1 to 255 characters/],
    [{ name: 'x'.repeat(256) }, 400, /^name: got "x/],
    [
      { name: '   ' },
      400,
      /^name: got " {3}", expected a text of 1 to 255 characters, not all of them blank/,
    ],
    [{ name: '\u00a0\u3000' }, 400, /^name: got "/],
    [{ enabled: 'yes' }, 400, /^enabled: got "yes", expected true or false$/],
    [{ enabled: 'True' }, 400, /^enabled: got "True", expected true or false$/],
    [{ enabled: 2 }, 400, /^enabled: got 2, expected true or false$/],
    [{ accountId: 'other' }, 400, /^accountId: got "other", expected the id of the account in the path$/],
    [{ dedicated_for: 'webhooks' }, 400, /^unknown field dedicated_for/],
    [{ role: 'root' }, 400, /^role: got "root", expected one of admin, events:publish, read$/],
    [{ name: 'hooks-signer' }, 409, /^name: got "hooks-signer"/],
  ])('refuses %j with %i', async (json, status, message) => {
    await api.plant({ accessKeys: [anAccessKey()] });
    const answer = await api.callAccount(`POST ${KEYS}`, { json });
    expect(answer.status).toBe(status);
    expect(answer.message).toMatch(message);
  });
});

describe('PUT …/access_keys/:key', () => {
  const before = anAccessKey({ apiKey: '1', dedicatedForWebhooks: true });

  it.each([
    [{ name: 'Schlüssel' }, { name: 'Schlüssel' }],
    [{ enabled: false }, { enabled: false }],
    [{ enabled: 'false' }, { enabled: false }],
    [{ enabled: 0 }, { enabled: false }],
    [{ role: 'read' }, { role: 'read' }],
    [{ dedicated_for: 'webhooks' }, { dedicatedForWebhooks: true }],
    [{ dedicated_for: null }, { dedicatedForWebhooks: false }],
    [{ dedicated_for: '', name: null }, { dedicatedForWebhooks: false }],
  ])('takes %j and changes that and the time of the update, nothing else', async (json, changed) => {
    await api.plant({ accessKeys: [before, b] });
    const answer = await api.callAccount(`PUT ${KEYS}/1`, { json });
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ api_key: '1', updated_at: '2026-03-14T09:26:53Z' });
    expect(await stored()).toEqual([{ ...before, ...changed, updatedAt: NOW }, b]);
  });

  it.each([
    [{ json: {} }, 'missing_attributes', /expected one or more of name, enabled, role, dedicated_for$/],
    [{}, 'missing_attributes', /^missing_attributes: got \{\}/],
    [
      { json: { dedicated_for: 'uploads' } },
      'invalid_request',
      /^dedicated_for: got "uploads", expected "webhooks"/,
    ],
    [{ json: { root: true } }, 'invalid_request', /^unknown field root/],
    [{ json: { name: ' ' } }, 'invalid_request', /^name: got " ", expected a text/],
  ])('answers 400 to %j and changes nothing', async (options, code, message) => {
    await api.plant({ accessKeys: [before] });
    const answer = await api.callAccount(`PUT ${KEYS}/1`, options);
    expect([answer.status, answer.code]).toEqual([400, code]);
    expect(answer.message).toMatch(message);
    expect(await stored()).toEqual([before]);
  });

  it.each(['9', '%00'])('answers 404 for key %s, which is not there', async (key) => {
    const answer = await api.callAccount(`PUT ${KEYS}/${key}`, { json: { enabled: false } });
    expect([answer.status, answer.code]).toEqual([404, 'not_found']);
  });
});

describe('DELETE …/access_keys', () => {
  const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

  it.each([
    ['by key', `DELETE ${KEYS}/1`, {}],
    ['by key, with an empty body of a form', `DELETE ${KEYS}/1`, { headers: FORM }],
    ['by key, with an empty object', `DELETE ${KEYS}/1`, { json: {} }],
    ['by name in the query', `DELETE ${KEYS}?name=m%C3%BC%20ll`, {}],
    ['by name in a form', `DELETE ${KEYS}`, { body: 'name=m%C3%BC+ll', headers: FORM }],
    ['by name in JSON', `DELETE ${KEYS}`, { json: { name: 'mü ll' } }],
    ['by the same name in query and body', `DELETE ${KEYS}?name=m%C3%BC%20ll`, { json: { name: 'mü ll' } }],
    ['by name in the query, with an empty object', `DELETE ${KEYS}?name=m%C3%BC%20ll`, { json: {} }],
  ])('deletes %s', async (_how, line, options) => {
    await api.plant({ accessKeys: [{ ...a, name: 'mü ll' }, b] });
    const answer = await api.callAccount(line, options);
    expect([answer.status, answer.json]).toEqual([200, { message: 'ok' }]);
    expect(await stored()).toEqual([b]);
  });

  it.each([
    [`DELETE ${KEYS}/9`, 404, 'api_key: got "9", expected that of an access key of this sub-account'],
    [`DELETE ${KEYS}?name=gone`, 404, 'name: got "gone", expected that of an access key of this sub-account'],
    [`DELETE ${KEYS}`, 400, /^name: got nothing, expected a text/],
    [`DELETE ${KEYS}?name=a&name=b`, 400, /^name: got \["a","b"\], expected a text/],
  ])('refuses %s with %i', async (line, status, message) => {
    await api.plant({ accessKeys: [a, b] });
    const answer = await api.callAccount(line);
    expect(answer.status).toBe(status);
    expect(answer.message).toMatch(message);
    expect(await stored()).toEqual([a, b]);
  });

  const TWO = 'name: got "b" in the query and "c" in the body, expected the same in both, or one of them';

  it.each([
    ['names of which the query and a form differ', '?name=b', { body: 'name=c', headers: FORM }, TWO],
    ['names of which the query and JSON differ', '?name=b', { json: { name: 'c' } }, TWO],
    ['two names in the query', '?name=a&name=b', { json: { name: 'b' } }, /^name: got \["a","b"\]/],
    ['a list for a body', '?name=b', { json: [1] }, 'request body: got [1], expected a JSON object'],
  ])('answers 400 to %s, and deletes none', async (_what, query, options, message) => {
    await api.plant({ accessKeys: [a, b] });
    const answer = await api.callAccount(`DELETE ${KEYS}${query}`, options);
    expect(answer.status).toBe(400);
    expect(answer.message).toMatch(message);
    expect(await stored()).toEqual([a, b]);
  });
});
