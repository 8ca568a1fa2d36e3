import { composeStores, type Stores } from '../../../src/app/stores';
import { someMasterKeys } from '../../support/builders/some-master-keys';
import { sqlite, type OpenDatabase } from '../../support/databases/databases';
import { realStores } from '../../support/services/real-stores';
import { TestApi } from '../../support/services/test-api';
import { plantTenant, type Tenant } from '../support/tenants';

const api = new TestApi();
let opened: OpenDatabase;
let stores: Stores;
let acme: Tenant;

beforeEach(async () => {
  opened = await sqlite.open();
  acme = await plantTenant(opened.db, 'acme');
  stores = composeStores(opened.db, someMasterKeys());
  await api.start({}, realStores(stores));
});
afterEach(async () => {
  await api.stop();
  await opened.close();
});

const kids = async () => (await stores.signingKeys.listPublic('acme'))?.map(({ kid }) => kid);
const rotate = (role: 'admin' | 'read', json?: unknown) =>
  api.callAbsolute('POST /v1_1/acme/webhook_keys/rotate', {
    authorization: acme.authorizations[role],
    ...(json !== undefined && { json }),
  });

it('makes a pair that signs, keeps the one before published, and is recorded', async () => {
  const before = (await kids()) ?? [];
  const { status, json } = await rotate('admin');
  const { kid, keys } = json as { kid: string; keys: readonly { kid: string }[] };
  expect([status, keys.map((key) => key.kid)]).toEqual([201, [kid, ...before]]);
  expect(await kids()).toEqual([kid, ...before]);
  const { environmentId } = acme;
  const [entry] = await stores.auditLog.list({ environmentId }, { subjectId: kid, limit: 2 });
  expect(entry).toMatchObject({
    action: 'signing_key.rotate',
    before: { active_kids: before },
    after: { active_kids: [kid, ...before] },
    by: { kind: 'access_key', id: acme.apiKey },
  });
});

it('changes nothing for whoever may only read, and for a body that says more', async () => {
  const before = await kids();
  expect((await rotate('read')).status).toBe(403);
  const refused = await rotate('admin', { revoke: true });
  expect([refused.status, refused.message]).toEqual([
    400,
    'unknown field revoke: got true, expected only known fields: none',
  ]);
  expect(await kids()).toEqual(before);
});
