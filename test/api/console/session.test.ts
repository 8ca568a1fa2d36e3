import { aDelivery } from '../../support/builders/a-delivery';
import { ENVIRONMENT } from '../../support/builders/an-environment';
import type { TestApi } from '../../support/services/test-api';
import { API_KEY, API_SECRET } from '../../support/builders/an-access-key';
import { useStoredApi } from '../../support/services/stored-api';

const CREDENTIALS = { cloud_name: ENVIRONMENT.cloudName, api_key: API_KEY, api_secret: API_SECRET };
const HEADER = { 'X-Requested-By': 'console' };
const FROM_PAGE = { ...HEADER, 'Sec-Fetch-Site': 'same-origin' };
const TRIGGER = { event_type: 'upload', uri: 'https://hooks.example.com/new' };

const api = useStoredApi();

const signIn = (json: object = CREDENTIALS, headers: Record<string, string> = FROM_PAGE) =>
  api.callAbsolute('POST /console/session', { json, headers, authorization: undefined });

async function sessionCookie(): Promise<string> {
  const { headers } = await signIn();
  return headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
}

const withSession = (line: string, cookie: string, options: Parameters<TestApi['call']>[1] = {}) =>
  api.call(line, {
    ...options,
    headers: { ...FROM_PAGE, Cookie: cookie, ...options.headers },
    authorization: undefined,
  });

const sessions = () => api.db('console_sessions').pluck<string[]>('id');

describe('signing in', () => {
  it('answers who has signed in, and the session only in a cookie that no script can read', async () => {
    const { status, json, text, headers } = await signIn();
    const [cookie = ''] = headers.getSetCookie();
    const [, token = ''] = /^__Host-webhooks=([A-Za-z0-9_-]{43});/.exec(cookie) ?? [];
    expect([status, json]).toEqual([
      201,
      {
        cloud_name: ENVIRONMENT.cloudName,
        api_key: API_KEY,
        role: 'admin',
        self_declared_name: null,
        expires_at: expect.any(String),
      },
    ]);
    expect(cookie.replace(token, '…')).toBe(
      '__Host-webhooks=…; Secure; Path=/; HttpOnly; SameSite=Strict; Max-Age=43200',
    );
    expect(headers.get('Cache-Control')).toBe('no-store');
    expect(text).not.toContain(token);
  });

  it('keeps the name that somebody gives, for the audit log of what they change', async () => {
    const { json, headers } = await signIn({ ...CREDENTIALS, self_declared_name: 'Ada Lovelace' });
    expect(json).toMatchObject({ self_declared_name: 'Ada Lovelace' });
    const cookie = headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
    await api.plant({ deliveries: [aDelivery({ id: 'dlv1', status: 'failed' })] });
    await withSession('POST /deliveries/dlv1/retry', cookie, { json: {} });
    const by = { kind: 'access_key', id: API_KEY, via: 'console', selfDeclaredName: 'Ada Lovelace' };
    const entries = await api.auditEntries();
    expect(entries.find(({ action }) => action === 'delivery.retry')).toMatchObject({ by });
  });

  it.each(['', ' ', 'a\u0000b', 'x'.repeat(81), 7])('refuses the name %j', async (name) => {
    const { status, message } = await signIn({ ...CREDENTIALS, self_declared_name: name });
    expect([status, message]).toEqual([
      400,
      expect.stringMatching(/^self_declared_name: got .*, expected a text of 1 to 80 characters/),
    ]);
  });

  it.each([
    ['a wrong secret', { api_secret: 'wrong' }],
    ['an unknown key', { api_key: '000000000000000' }],
    ['another cloud name', { cloud_name: 'globex' }],
    ['a name that nobody can have', { cloud_name: 'a b' }],
  ])('refuses %s, without a dialog of the browser’s', async (_what, wrong) => {
    const { status, code, headers } = await signIn({ ...CREDENTIALS, ...wrong });
    expect([status, code]).toEqual([401, 'unauthorized']);
    expect([headers.get('WWW-Authenticate'), headers.get('Set-Cookie')]).toEqual([null, null]);
  });

  it('counts failures together with those of HTTP Basic', async () => {
    const wrong = { ...CREDENTIALS, api_secret: 'wrong' };
    for (let n = 0; n < 3; n++) await signIn(wrong);
    const authorization = `Basic ${Buffer.from(`${API_KEY}:wrong`).toString('base64')}`;
    for (let n = 0; n < 2; n++) expect((await api.call('GET /triggers', { authorization })).status).toBe(401);
    const { status, headers } = await signIn(wrong);
    expect([status, Number(headers.get('Retry-After')) > 800]).toEqual([429, true]);
  });

  it('is refused to a key that may read nothing', async () => {
    await api.db('access_keys').update({ role: 'events:publish' });
    const { status, code, message } = await signIn();
    expect([status, code, message]).toEqual([
      403,
      'forbidden',
      'role: got an access key with the role "events:publish", expected "admin" or "read"',
    ]);
  });

  it.each([
    ['an unknown field', { ...CREDENTIALS, x: 1 }, 'unknown field x: got 1'],
    ['no secret', { cloud_name: 'a', api_key: 'b' }, 'api_secret: got nothing, expected a text'],
    ['an empty name', { ...CREDENTIALS, cloud_name: '' }, 'cloud_name: got "", expected a text'],
  ])('names %s', async (_what, json, expected) => {
    const { status, message } = await signIn(json);
    expect([status, message]).toEqual([400, expect.stringContaining(expected)]);
  });

  it('says nothing of a secret, however long', async () => {
    const secret = 'very secret '.repeat(100);
    const { status, text } = await signIn({ ...CREDENTIALS, api_secret: secret });
    expect([status, text.includes('very secret')]).toEqual([401, false]);
    expect(JSON.stringify(api.world.logger.lines)).not.toContain('very secret');
  });
});

describe('the transport', () => {
  const proxied = (headers: Record<string, string>) => signIn(CREDENTIALS, { ...FROM_PAGE, ...headers });

  it('takes no session over plain HTTP from elsewhere, and says what to do', async () => {
    await api.restart({ trustedProxies: 1 });
    const { status, message, headers } = await proxied({ 'X-Forwarded-Host': 'hooks.example.com' });
    expect([status, headers.get('Set-Cookie')]).toEqual([403, null]);
    expect(message).toContain('scheme: got http, expected https');
    expect(message).toContain('X-Forwarded-Proto: https');
  });

  it('takes TLS that a trusted proxy has ended, with one cookie', async () => {
    await api.restart({ trustedProxies: 1 });
    const { status, headers } = await proxied({
      'X-Forwarded-Host': 'hooks.example.com',
      'X-Forwarded-Proto': 'https',
    });
    expect(status).toBe(201);
    expect(headers.getSetCookie()).toEqual([expect.stringMatching(/^__Host-webhooks=.*; Secure;/)]);
  });

  it('adds a cookie for Safari on this machine only', async () => {
    const { headers } = await signIn();
    const [, second = ''] = headers.getSetCookie();
    expect(second).toMatch(/^webhooks=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/);
    const [cookie = ''] = second.split(';', 1);
    expect((await withSession('GET /triggers', cookie)).status).toBe(200);
    await api.restart({ trustedProxies: 1 });
    const again = (await signIn()).headers.getSetCookie()[1]?.split(';', 1)[0] ?? '';
    const elsewhere = { 'X-Forwarded-Host': 'hooks.example.com', 'X-Forwarded-Proto': 'https' };
    expect((await withSession('GET /triggers', again, { headers: elsewhere })).status).toBe(401);
  });
});

describe('a session', () => {
  it('stands for its key, and for its role', async () => {
    const cookie = await sessionCookie();
    expect((await withSession('GET /triggers', cookie)).status).toBe(200);
    const created = await withSession('POST /triggers', cookie, { json: TRIGGER });
    expect([created.status, await api.triggers()]).toMatchObject([201, [{}]]);
    await api.db('access_keys').update({ role: 'read' });
    expect((await withSession('POST /triggers', cookie, { json: TRIGGER })).status).toBe(403);
  });

  it('is of one product environment', async () => {
    const cookie = await sessionCookie();
    const headers = { ...FROM_PAGE, Cookie: cookie };
    const other = await api.callAbsolute('GET /v1_1/globex/triggers', { headers, authorization: undefined });
    expect([other.status, other.headers.get('WWW-Authenticate')]).toEqual([401, null]);
  });

  it('opens nothing of the account', async () => {
    const headers = { ...FROM_PAGE, Cookie: await sessionCookie() };
    const path = 'GET /v1_1/provisioning/accounts/account-of-acme/sub_accounts';
    expect((await api.callAbsolute(path, { headers, authorization: undefined })).status).toBe(401);
  });

  it('leaves what it sees in no cache', async () => {
    const { headers } = await withSession('GET /triggers', await sessionCookie());
    expect(headers.get('Cache-Control')).toBe('no-store');
  });

  it('counts less than a key that is sent', async () => {
    const cookie = await sessionCookie();
    const wrong = await api.call('GET /triggers', {
      headers: { ...FROM_PAGE, Cookie: cookie },
      authorization: `Basic ${Buffer.from('1:wrong').toString('base64')}`,
    });
    expect(wrong.status).toBe(401);
  });

  it('ends when somebody signs out', async () => {
    const cookie = await sessionCookie();
    const options = { headers: { ...FROM_PAGE, Cookie: cookie }, authorization: undefined };
    const left = await api.callAbsolute('DELETE /console/session', options);
    expect([left.status, left.headers.get('Clear-Site-Data')]).toEqual([200, '"storage"']);
    expect(left.headers.getSetCookie()).toEqual([
      '__Host-webhooks=; Secure; Path=/; HttpOnly; SameSite=Strict; Max-Age=0',
      'webhooks=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0',
    ]);
    expect((await api.callAbsolute('GET /console/session', options)).status).toBe(401);
    expect((await withSession('GET /triggers', cookie)).status).toBe(401);
  });

  it('has a budget of its own, which uses up nothing of the key’s', async () => {
    await api.restart({ sessionRequestsPerSecond: 1, apiRequestsPerSecond: 1000 });
    const cookie = await sessionCookie();
    const { headers } = await withSession('GET /triggers', cookie);
    expect(headers.get('X-FeatureRateLimit-Limit')).toBe('1');
    expect((await api.call('GET /triggers')).headers.get('X-FeatureRateLimit-Limit')).toBe('1000');
  });

  it('records its changes as made in the Console', async () => {
    await withSession('POST /triggers', await sessionCookie(), { json: TRIGGER });
    await api.call('POST /triggers', { json: { ...TRIGGER, event_type: 'delete' } });
    const made = (await api.auditEntries()).filter(({ action }) => action === 'trigger.create');
    expect(made.map(({ by, after }) => [after?.['event_type'], by.kind, by.id, by.via]).sort()).toEqual([
      ['delete', 'access_key', API_KEY, undefined],
      ['upload', 'access_key', API_KEY, 'console'],
    ]);
  });
});

describe('a forged request', () => {
  const FORGED: readonly (readonly [string, Record<string, string>])[] = [
    ['another site’s form', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }],
    ['a page on another port of the same host', { ...HEADER, 'Sec-Fetch-Site': 'same-site' }],
    ['a page on another port, by its origin', { ...HEADER, Origin: 'http://127.0.0.1:1' }],
    ['a form of an own page, without the header', { 'Sec-Fetch-Site': 'same-origin' }],
    ['a program without an origin', HEADER],
    ['a browser that hides the origin', { ...HEADER, Origin: 'null' }],
    ['a page that says something else in the header', { ...FROM_PAGE, 'X-Requested-By': 'XMLHttpRequest' }],
  ];

  it.each(FORGED)('by %s changes nothing', async (_by, headers) => {
    const cookie = await sessionCookie();
    const options = { json: TRIGGER, headers: { ...headers, Cookie: cookie }, authorization: undefined };
    const { status, code } = await api.call('POST /triggers', options);
    expect([status, code, await api.triggers()]).toEqual([403, 'cross_site_request', []]);
    const left = await api.callAbsolute('DELETE /console/session', { ...options, json: undefined });
    expect([left.status, await sessions()]).toEqual([403, [expect.any(String)]]);
  });

  it.each(FORGED)('by %s signs nobody in', async (_by, headers) => {
    const { status } = await signIn(CREDENTIALS, headers);
    expect([status, await sessions()]).toEqual([403, []]);
  });

  it('that only reads sees nothing without the header', async () => {
    const headers = { Cookie: await sessionCookie() };
    const { status, code } = await api.call('GET /triggers', { headers, authorization: undefined });
    expect([status, code]).toEqual([403, 'cross_site_request']);
  });

  it('as a form is refused for what it is', async () => {
    const headers = {
      ...FROM_PAGE,
      Cookie: await sessionCookie(),
      'Content-Type': 'text/plain',
    };
    const options = { body: JSON.stringify(TRIGGER), headers, authorization: undefined };
    expect((await api.call('POST /triggers', options)).status).toBe(415);
  });
});

it('a program without a session is asked for a key, as before', async () => {
  const { status, headers } = await api.call('GET /triggers', { authorization: undefined });
  expect([status, headers.get('WWW-Authenticate')]).toEqual([401, expect.stringContaining('Basic realm=')]);
});
