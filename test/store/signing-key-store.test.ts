import { createPublicKey } from 'node:crypto';
import { composeStores } from '../../src/compose-stores';
import { databases } from '../support/databases';
import { someMasterKeys } from '../support/some-master-keys';
import { BY } from '../support/by';
import { useDatabase } from '../support/use-database';

describe.each(databases)('signing key store on $name', ({ open }) => {
  const opened = useDatabase(open);
  const stores = () => composeStores(opened.db, someMasterKeys());

  it('publishes the key that verifies what the private one signs', async () => {
    const { environments, signingKeys, signing } = stores();
    const { environmentId } = await environments.create({ cloudName: 'demo' }, BY);
    const { ed25519PrivateKeyPem } = await signing.findMaterial(environmentId, undefined);
    const published = await signingKeys.listPublic('demo');

    expect(published).toEqual([
      {
        kid: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
        x: expect.stringMatching(/^[\w-]{43}$/) as string,
      },
    ]);
    expect(publicKeyOf(ed25519PrivateKeyPem)).toBe(published?.[0]?.x);
  });

  it('gives each environment a pair of its own', async () => {
    const { environments, signingKeys } = stores();
    await environments.create({ cloudName: 'demo' }, BY);
    await environments.create({ cloudName: 'other' }, BY);
    const [demo] = (await signingKeys.listPublic('demo')) ?? [];
    const [other] = (await signingKeys.listPublic('other')) ?? [];
    expect(demo?.x).not.toBe(other?.x);
  });

  describe('rotation', () => {
    const AT = '2030-01-01T00:00:00.000Z';

    it('signs with the new pair and keeps the one before published, newest first', async () => {
      const { environments, signingKeys, signing } = stores();
      const { environmentId } = await environments.create({ cloudName: 'demo' }, BY);
      const before = await kids(signingKeys);
      const kid = await signingKeys.rotate(environmentId, AT, BY);
      const [newest] = (await signingKeys.listPublic('demo')) ?? [];
      const { ed25519PrivateKeyPem } = await signing.findMaterial(environmentId, undefined);
      expect(publicKeyOf(ed25519PrivateKeyPem)).toBe(newest?.x);
      expect(await kids(signingKeys)).toEqual([kid, ...(before ?? [])]);
    });

    it('retires all but the newest two', async () => {
      const { environments, signingKeys } = stores();
      const { environmentId } = await environments.create({ cloudName: 'demo' }, BY);
      const made: string[] = [];
      for (let second = 1; second <= 4; second++) {
        made.unshift(await signingKeys.rotate(environmentId, `2030-01-01T00:00:0${second}.000Z`, BY));
      }
      expect(await kids(signingKeys)).toEqual(made.slice(0, 2));
    });

    it.each([
      ['stands still', AT],
      ['went back', '2020-01-01T00:00:00.000Z'],
    ])('signs with the new pair even when the clock %s', async (_what, at) => {
      const { environments, signingKeys } = stores();
      const { environmentId } = await environments.create({ cloudName: 'demo' }, BY);
      const second = await signingKeys.rotate(environmentId, AT, BY);
      const third = await signingKeys.rotate(environmentId, at, BY);
      expect(await kids(signingKeys)).toEqual([third, second]);
    });

    it('leaves two published after several rotations at once', async () => {
      const { environments, signingKeys } = stores();
      const { environmentId } = await environments.create({ cloudName: 'demo' }, BY);
      await Promise.all(Array.from({ length: 5 }, () => signingKeys.rotate(environmentId, AT, BY)));
      expect(await kids(signingKeys)).toHaveLength(2);
    });

    it('leaves other environments alone', async () => {
      const { environments, signingKeys } = stores();
      const { environmentId } = await environments.create({ cloudName: 'other' }, BY);
      await environments.create({ cloudName: 'demo' }, BY);
      const before = await kids(signingKeys);
      await signingKeys.rotate(environmentId, AT, BY);
      expect(await kids(signingKeys)).toEqual(before);
    });

    async function kids({ listPublic }: ReturnType<typeof stores>['signingKeys']) {
      return (await listPublic('demo'))?.map(({ kid }) => kid);
    }
  });

  it('knows nothing of an unknown environment', async () => {
    const { signingKeys } = stores();
    expect(await signingKeys.listPublic('gone')).toBeUndefined();
  });
});

/** As `x` of the JWK. */
function publicKeyOf(privateKeyPem: string | undefined): string | undefined {
  return createPublicKey(privateKeyPem ?? '').export({ format: 'jwk' }).x;
}
