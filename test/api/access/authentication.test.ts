import { basic } from '../../support/services/test-api';
import { API_KEY, API_SECRET } from '../../support/builders/an-access-key';
import { useStoredApi } from '../../support/services/stored-api';

const api = useStoredApi();

describe('authentication', () => {
  it('lets a request pass with the key and secret of the product environment, colons and non-ASCII included', async () => {
    const answer = await api.call('GET /triggers', { authorization: basic(API_KEY, API_SECRET) });
    expect(answer.status).toBe(200);
  });

  it('does not mind the case of the scheme', async () => {
    const authorization = basic(API_KEY, API_SECRET).replace('Basic', 'bASIC');
    expect((await api.call('GET /triggers', { authorization })).status).toBe(200);
  });

  it.each([
    ['no credentials', undefined],
    ['a wrong secret', basic(API_KEY, 'wrong')],
    ['an unknown key', basic('1', API_SECRET)],
    ['a key that holds NUL', basic('\0', API_SECRET)],
    ['another scheme', 'Bearer abc'],
    ['text that is not base64', 'Basic %%%'],
    ['credentials without a colon', `Basic ${Buffer.from('abc').toString('base64')}`],
    ['an empty scheme', 'Basic '],
  ])('answers %s with 401 and the challenge, always in the same words', async (_case, authorization) => {
    const answer = await api.call('GET /triggers', { authorization });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('WWW-Authenticate')).toBe('Basic realm="product environment", charset="UTF-8"');
    expect(answer.json).toEqual({
      error: {
        code: 'unauthorized',
        message:
          'Invalid credentials. Authorization: expected HTTP Basic with an enabled API key of this product environment and its secret',
      },
    });
  });

  it.each([
    'GET /v1_1/acme-media/triggers',
    'POST /v1_1/acme-media/triggers',
    'GET /v1_1/acme-media/triggers/1',
    'PUT /v1_1/acme-media/triggers/1',
    'DELETE /v1_1/acme-media/triggers/1',
    'POST /v1_1/acme-media/triggers/1/test',
    'POST /v1_1/acme-media/events',
    'GET /v1_1/acme-media/events',
    'GET /v1_1/acme-media/events/1',
    'GET /v1_1/acme-media/deliveries',
    'GET /v1_1/acme-media/deliveries/1',
    'POST /v1_1/acme-media/deliveries/1/retry',
    'POST /v1_1/acme-media/deliveries/1/cancel',
    'GET /V1_1/acme-media/triggers',
    'GET /v1_1/acme-media/TRIGGERS',
    'GET /v1_1/acme-media/triggers/',
    'GET /v1_1/acme-media/no-such-path',
    'GET /v1_1/unknown/triggers',
    'GET /v1_1/%00/triggers',
    'GET /v1_1/%zz/triggers',
  ])('guards %s', async (line) => {
    expect((await api.callAbsolute(line, { authorization: undefined })).status).toBe(401);
    expect(await api.events()).toEqual([]);
  });

  it("refuses one product environment's key for another", async () => {
    expect((await api.callAbsolute('GET /v1_1/globex/triggers')).status).toBe(401);
  });
});
