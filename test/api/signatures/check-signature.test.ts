import { composeStores, type Stores } from '../../../src/app/stores';
import { chooseSigningKey } from '../../../src/domain/keys/signing-key';
import { signatureHeaders } from '../../../src/signing/notification-headers';
import { someMasterKeys } from '../../support/builders/some-master-keys';
import { sqlite, type OpenDatabase } from '../../support/databases/databases';
import { realStores } from '../../support/services/real-stores';
import { TestApi } from '../../support/services/test-api';
import { plantTenant, type Tenant } from '../support/tenants';

/* A notification as a receiver got it, judged over HTTP with the keys of the real stores. */

const BODY = '{"notification_type":"upload","public_id":"Käsekästchen"}';

const api = new TestApi();
let opened: OpenDatabase;
let stores: Stores;
let acme: Tenant;
let globex: Tenant;

beforeAll(async () => {
  opened = await sqlite.open();
  acme = await plantTenant(opened.db, 'acme');
  globex = await plantTenant(opened.db, 'globex');
  stores = composeStores(opened.db, someMasterKeys());
  await api.start({ apiRequestsPerSecond: 0 }, realStores(stores));
});
afterAll(async () => {
  await api.stop();
  await opened.close();
});

const check = (json: unknown, role: 'admin' | 'read' = 'admin') =>
  api.callAbsolute('POST /v1_1/acme/signatures/check', { authorization: acme.authorizations[role], json });

/** As a worker would sign it now. */
async function signed({ environmentId }: Tenant, body = BODY) {
  const timestampSeconds = Math.floor(Date.now() / 1000);
  const signers = await stores.signing.findSigners(environmentId);
  const headers = signatureHeaders(
    { authScheme: 'default', body, timestampSeconds },
    signers.materialOf(chooseSigningKey(signers.candidates)?.apiKey),
  );
  return {
    body_base64: Buffer.from(body).toString('base64'),
    timestamp: String(timestampSeconds),
    signature: headers?.['X-Cld-Signature'],
    signature_v2: headers?.['X-Cld-Signature_v2'],
  };
}

it('says which keys signed a genuine notification', async () => {
  const { status, json } = await check(await signed(acme));
  const [pair] = (await stores.signingKeys.listPublic('acme')) ?? [];
  const { accessKeys } = await stores.signing.findVerifiers(acme.environmentId);
  expect([status, json]).toEqual([
    200,
    {
      matches: [
        { signature: 'legacy', algorithm: 'sha1', key: chooseSigningKey(accessKeys)?.apiKey },
        { signature: 'v2', algorithm: 'ed25519', key: pair?.kid },
      ],
      causes: [],
    },
  ]);
});

it('says why another one does not verify, and nothing secret', async () => {
  const { body_base64: _body, ...headers } = await signed(acme);
  const pretty = JSON.stringify(JSON.parse(BODY), null, 2);
  const answer = await check({ ...headers, body_base64: Buffer.from(pretty).toString('base64') });
  expect(answer.json).toEqual({
    matches: [],
    causes: [
      { signature: 'legacy', code: 'reserialised', words: expect.stringContaining('has no spaces') },
      { signature: 'v2', code: 'reserialised', words: expect.stringContaining('has no spaces') },
    ],
  });
  const { accessKeys } = await stores.signing.findVerifiers(acme.environmentId);
  for (const { apiSecret } of accessKeys) expect(answer.text).not.toContain(apiSecret);
});

it('knows nothing of another product environment’s keys', async () => {
  const { json } = await check(await signed(globex));
  expect(json).toMatchObject({ matches: [], causes: [{ code: 'unknown' }, { code: 'unknown' }] });
});

it('takes a body of 1 MiB, and 413 is the answer to a larger one', async () => {
  const large = await signed(acme, 'a'.repeat(1024 * 1024));
  expect((await check(large)).json).toMatchObject({
    matches: [{ signature: 'legacy' }, { signature: 'v2' }],
    causes: [],
  });
  expect((await check(await signed(acme, 'a'.repeat(1_200_000)))).status).toBe(413);
});

it.each([
  [
    { timestamp: '1', signature: 'x' },
    'body_base64: got nothing, expected the bytes of the body in standard base64',
  ],
  [
    { body_base64: 'a', timestamp: '1', signature: 'x' },
    'body_base64: got "a", expected the bytes of the body',
  ],
  [{ body_base64: '', timestamp: 1, signature: 'x' }, 'timestamp: got 1, expected X-Cld-Timestamp as text'],
  [
    { body_base64: '', timestamp: '-1', signature: 'x' },
    'timestamp: got "-1", expected X-Cld-Timestamp as text',
  ],
  [
    { body_base64: '', timestamp: '1', signature: '' },
    'signature: got "", expected a text of 1 to 1000 characters',
  ],
  [
    { body_base64: '', timestamp: '1' },
    'signature: got nothing, expected signature or signature_v2, or both',
  ],
  [{ body_base64: '', timestamp: '1', signature: 'x', secret: 'y' }, 'unknown field secret'],
])('refuses %j', async (json, message) => {
  const answer = await check(json);
  expect([answer.status, answer.message]).toEqual([400, expect.stringContaining(message)]);
});

it('is for admins: whoever may only read gets no oracle', async () => {
  expect((await check(await signed(acme), 'read')).status).toBe(403);
});
