import { aDelivery } from '../../support/builders/a-delivery';
import { aTrigger } from '../../support/builders/a-trigger';
import { useStoredApi } from '../../support/services/stored-api';

const api = useStoredApi();
beforeEach(async () => {
  await api.plant({ deliveries: [aDelivery()], triggers: [aTrigger({ id: 't1' })] });
});

const BODILESS = [
  'POST /deliveries/dlv1/retry',
  'POST /deliveries/dlv1/cancel',
  'POST /triggers/t1/test',
  'DELETE /triggers/t1',
];

describe('a change that another site’s page asks for', () => {
  it.each(BODILESS)('is refused: %s', async (line) => {
    for (const headers of [{ 'Sec-Fetch-Site': 'cross-site' }, { Origin: 'https://evil.example' }]) {
      const answer = await api.call(line, { headers });
      expect([answer.status, answer.code]).toEqual([403, 'cross_site_request']);
    }
    expect([api.world.retried, api.world.cancelled, await api.triggers()]).toMatchObject([[], [], [{}]]);
  });

  it.each([
    ['a neighbouring site', { 'Sec-Fetch-Site': 'same-site' }],
    ['a page without an origin of its own', { Origin: 'null' }],
    ['this host under another port', { Origin: 'http://127.0.0.1:1' }],
    ['this host under the default port', { Origin: 'http://127.0.0.1' }],
    ['a host of which ours is a part', { Origin: 'http://127.0.0.1.evil.example' }],
    ['something that is no origin', { Origin: 'evil' }],
    [
      'a site that contradicts its origin',
      { 'Sec-Fetch-Site': 'same-origin', Origin: 'https://evil.example' },
    ],
  ])('is refused from %s', async (_case, headers) => {
    expect((await api.call('DELETE /triggers/t1', { headers })).code).toBe('cross_site_request');
  });

  it('is refused before the credentials are looked at, and with the header that gave it away', async () => {
    const headers = { 'Sec-Fetch-Site': 'cross-site' };
    const answer = await api.call('DELETE /triggers/t1', { headers, authorization: undefined });
    expect(answer.message).toBe(
      'Sec-Fetch-Site: got "cross-site", expected "same-origin" or "none": another site’s page may not change anything here',
    );
    const { message } = await api.call('DELETE /triggers/t1', {
      headers: { Origin: 'https://evil.example' },
    });
    expect(message).toMatch(
      /^Origin: got "https:\/\/evil\.example", expected one of the host "127\.0\.0\.1:\d+"/,
    );
  });
});

describe('a change', () => {
  it.each([
    ['a program, which sends neither header', {}],
    ['a page of the service itself', { 'Sec-Fetch-Site': 'same-origin' }],
    ['the user’s own hand', { 'Sec-Fetch-Site': 'none' }],
  ])('is made for %s', async (_case, headers) => {
    expect((await api.call('DELETE /triggers/t1', { headers })).status).toBe(200);
  });

  it('is made for a page of this host, whether or not a proxy has ended its TLS', async () => {
    for (const scheme of ['http', 'https']) {
      const headers = { Origin: api.url.replace('http', scheme) };
      expect((await api.call('POST /deliveries/dlv1/retry', { headers })).status).toBe(200);
    }
  });
});

describe('a trusted proxy', () => {
  const headers = { Origin: 'https://api.example.com', 'X-Forwarded-Host': 'api.example.com' };

  it('may say which host the page’s request was for', async () => {
    await api.restart({ trustedProxies: 1 });
    expect((await api.call('DELETE /triggers/t1', { headers })).status).toBe(200);
  });

  it('is the only one who may', async () => {
    expect((await api.call('DELETE /triggers/t1', { headers })).code).toBe('cross_site_request');
  });
});

describe('another site’s page', () => {
  it('may follow a link here: nothing is changed by it, and nothing is given to the page', async () => {
    const headers = { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' };
    const answer = await api.call('GET /triggers', { headers });
    expect(answer.status).toBe(200);
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });

  it('is not told that it may ask for more', async () => {
    const request = { Origin: 'https://evil.example', 'Access-Control-Request-Method': 'DELETE' };
    const response = await fetch(`${api.url}/v1_1/acme-media/triggers/t1`, {
      method: 'OPTIONS',
      headers: request,
    });
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });
});
