import { basic } from '../../support/services/test-api';
import { API_KEY, API_SECRET } from '../../support/builders/an-access-key';
import { useStoredApi } from '../../support/services/stored-api';

const api = useStoredApi();

const right = basic(API_KEY, API_SECRET);
const from = (client: string) => ({ 'X-Forwarded-For': client });

function list(authorization: string | undefined, headers = {}) {
  return api.call('GET /triggers', { authorization, headers });
}

async function statuses(times: number, authorization: string | undefined, headers = {}): Promise<number[]> {
  const answers = [];
  for (let n = 0; n < times; n++) answers.push((await list(authorization, headers)).status);
  return answers;
}

describe('too many failed logins', () => {
  it('are answered 429 with the time of the return, also when the credentials are right by then', async () => {
    expect(await statuses(6, basic(API_KEY, 'wrong'))).toEqual([401, 401, 401, 401, 401, 429]);
    const answer = await list(right);
    expect([answer.status, answer.code]).toEqual([429, 'rate_limited']);
    expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(890);
    expect(answer.headers.get('WWW-Authenticate')).toBeNull();
    expect(answer.message).toMatch(
      /^Authorization: 5 attempts with the API key "738291046655821" from this address failed within a minute, expected fewer: try again in \d+ s$/,
    );
  });

  it('are answered without a look into the database', async () => {
    await statuses(5, basic(API_KEY, 'wrong'));
    api.world.databaseFault = new Error('down');
    expect((await list(basic(API_KEY, 'wrong'))).status).toBe(429);
  });

  it('are counted over all keys, and those of accounts too', async () => {
    const accounts = '/v1_1/provisioning/accounts/a/sub_accounts';
    for (let n = 0; n < 5; n++) await list(basic(`key-${n}`, 'wrong'));
    for (let n = 5; n < 10; n++) {
      const answer = await api.callAbsolute(`GET ${accounts}`, { authorization: basic(`key-${n}`, 'wrong') });
      expect(answer.status).toBe(401);
    }
    expect((await list(right)).status).toBe(429);
    expect((await api.callAbsolute(`GET ${accounts}`, { authorization: right })).status).toBe(429);
  });

  it('do not shut out whoever was let in before', async () => {
    await list(right);
    await statuses(20, basic(API_KEY, 'wrong'));
    for (let n = 0; n < 20; n++) await list(basic(`key-${n}`, 'wrong'));
    expect((await list(right)).status).toBe(200);
  });

  it('close nothing that asks for no credentials', async () => {
    for (let n = 0; n < 11; n++) await list(basic(`key-${n}`, 'wrong'));
    expect((await api.call('GET /webhook_keys', { authorization: undefined })).status).toBe(200);
    expect((await api.callAbsolute('GET /healthz')).status).toBe(200);
  });
});

it('a request without credentials is no failed login: many clients wait to be asked for them', async () => {
  expect(await statuses(30, undefined)).toEqual(Array(30).fill(401));
  expect(await statuses(30, 'Basic %%%')).toEqual(Array(30).fill(401));
  expect((await list(right)).status).toBe(200);
});

it('the provisioning API has the same limit', async () => {
  const attempt = () => api.callAccount('GET /sub_accounts', { authorization: basic('1', 'wrong') });
  for (let n = 0; n < 5; n++) expect((await attempt()).status).toBe(401);
  expect((await attempt()).status).toBe(429);
});

describe('X-Forwarded-For', () => {
  it('is not believed without a trusted proxy: nobody escapes the limit by it', async () => {
    for (let n = 0; n < 5; n++) await list(basic(API_KEY, 'wrong'), from(`203.0.113.${n}`));
    expect((await list(right, from('203.0.113.99'))).status).toBe(429);
  });

  it('of one trusted proxy tells clients apart', async () => {
    await api.restart({ trustedProxies: 1 });
    await statuses(5, basic(API_KEY, 'wrong'), from('203.0.113.1'));
    expect((await list(right, from('203.0.113.1'))).status).toBe(429);
    expect((await list(right, from('203.0.113.2'))).status).toBe(200);
  });

  it('is believed as far as the proxies wrote it: what a client writes itself comes before that', async () => {
    await api.restart({ trustedProxies: 2 });
    for (let n = 0; n < 5; n++) {
      await list(basic(API_KEY, 'wrong'), from(`198.51.100.${n}, 203.0.113.1, 10.0.0.1`));
    }
    expect((await list(right, from('198.51.100.99, 203.0.113.1, 10.0.0.1'))).status).toBe(429);
    expect((await list(right, from('203.0.113.1, 203.0.113.2, 10.0.0.1'))).status).toBe(200);
  });

  it('of IPv6 clients counts by their /64', async () => {
    await api.restart({ trustedProxies: 1 });
    for (let n = 0; n < 5; n++) await list(basic(API_KEY, 'wrong'), from(`2001:db8::${n}`));
    expect((await list(right, from('2001:db8::ffff'))).status).toBe(429);
    expect((await list(right, from('2001:db8:0:1::1'))).status).toBe(200);
  });
});
