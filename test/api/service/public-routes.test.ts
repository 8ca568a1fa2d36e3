import { ENVIRONMENT } from '../../support/builders/an-environment';
import { NOW } from '../../support/builders/a-clock';
import { BY } from '../../support/builders/an-audit-entry';
import { useStoredApi } from '../../support/services/stored-api';

const api = useStoredApi();

const anonymous = { authorization: undefined };

describe('GET /webhook_keys', () => {
  it('answers the public keys as a JSON Web Key Set, to anybody', async () => {
    const { rotate, listPublic } = api.stores.signingKeys;
    await rotate(ENVIRONMENT.id, NOW, BY);
    const answer = await api.call('GET /webhook_keys', anonymous);
    const [key] = (await listPublic(ENVIRONMENT.cloudName)) ?? [];
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      keys: [{ kty: 'OKP', crv: 'Ed25519', ...key, use: 'sig', alg: 'EdDSA' }],
    });
  });

  it('tells caches in between not to answer with it unasked: a revoked key leaves at once', async () => {
    const answer = await api.call('GET /webhook_keys', anonymous);
    expect(answer.headers.get('cache-control')).toBe('no-cache');
  });

  it.each([
    ['unknown', '"unknown"'],
    ['%00', '"\\u0000"'],
  ])('answers 404 for the cloud name %s', async (name, shown) => {
    const answer = await api.callAbsolute(`GET /v1_1/${name}/webhook_keys`, anonymous);
    expect([answer.status, answer.code]).toEqual([404, 'not_found']);
    expect(answer.message).toBe(`cloud_name: got ${shown}, expected the name of a product environment`);
  });
});

describe('GET /healthz', () => {
  it('says that the process lives, whatever else is down', async () => {
    api.world.healthAnswer = { database: { fault: 'down' }, temporal: { fault: 'down' } };
    const answer = await api.callAbsolute('GET /healthz', anonymous);
    expect([answer.status, answer.json]).toEqual([200, { status: 'ok' }]);
  });
});

describe('GET /readyz', () => {
  it.each([
    ['ok' as const, 'ok' as const, 200, 'ok'],
    ['not writable' as const, 'ok' as const, 200, 'ok'],
    [{ fault: 'connection refused' }, 'ok' as const, 503, 'unavailable'],
    ['ok' as const, { fault: 'no answer within 2 s' }, 503, 'unavailable'],
  ])('with database %j and Temporal %j answers %d', async (database, temporal, httpStatus, status) => {
    api.world.healthAnswer = { database, temporal };
    const answer = await api.callAbsolute('GET /readyz', anonymous);
    expect([answer.status, answer.json]).toEqual([
      httpStatus,
      { status, version: '1.2.3', database, temporal },
    ]);
  });

  it('before the end of the process answers 503, so that no more clients are sent to it', async () => {
    api.world.isDraining = true;
    const answer = await api.callAbsolute('GET /readyz', anonymous);
    expect(answer).toMatchObject({
      status: 503,
      json: { status: 'draining', database: 'ok', temporal: 'ok' },
    });
  });
});
