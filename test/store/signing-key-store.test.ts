import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { Knex } from 'knex';
import { composeStores } from '../../src/compose-stores';
import { databases, type OpenDatabase } from '../support/databases';
import { someMasterKeys } from '../support/some-master-keys';

describe.each(databases)('signing key store on $name', ({ open }) => {
  let opened: OpenDatabase;
  let db: Knex;
  beforeEach(async () => {
    opened = await open();
    db = opened.db;
  });
  afterEach(() => opened.close());
  const stores = () => composeStores(db, someMasterKeys());

  it('publishes the key that verifies what the private one signs', async () => {
    const { environments, signingKeys } = stores();
    const { environmentId } = await environments.create({ cloudName: 'demo' });
    const active = await signingKeys.activeEd25519(environmentId);
    const published = await signingKeys.listPublic('demo');

    expect(published).toEqual([{ kid: active?.kid, x: expect.stringMatching(/^[\w-]{43}$/) as string }]);
    const signature = sign(null, Buffer.from('body'), createPrivateKey(active?.privateKeyPem ?? ''));
    const key = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: published?.[0]?.x ?? '' },
      format: 'jwk',
    });
    expect(verify(null, Buffer.from('body'), key, signature)).toBe(true);
  });

  it('gives each environment a pair of its own', async () => {
    const { environments, signingKeys } = stores();
    await environments.create({ cloudName: 'demo' });
    await environments.create({ cloudName: 'other' });
    const [demo] = (await signingKeys.listPublic('demo')) ?? [];
    const [other] = (await signingKeys.listPublic('other')) ?? [];
    expect(demo?.x).not.toBe(other?.x);
  });

  it('knows nothing of an unknown environment', async () => {
    const { signingKeys } = stores();
    expect(await signingKeys.activeEd25519('gone')).toBeUndefined();
    expect(await signingKeys.listPublic('gone')).toBeUndefined();
  });
});
