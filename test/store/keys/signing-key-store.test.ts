import { createPublicKey, verify } from 'node:crypto';
import { composeStores } from '../../../src/app/stores';
import { jwks } from '../../../src/signing/jwks';
import { signatureHeaders } from '../../../src/signing/notification-headers';
import { databases } from '../../support/databases/databases';
import { someMasterKeys } from '../../support/builders/some-master-keys';
import { BY } from '../../support/builders/an-audit-entry';
import { useDatabase } from '../../support/databases/use-database';

describe.each(databases)('signing key store on $name', ({ open }) => {
  const opened = useDatabase(open);
  const stores = () => composeStores(opened.db, someMasterKeys());

  it('publishes the key that verifies what the private one signs', async () => {
    const { environments, signingKeys, signing } = stores();
    const { environmentId } = await environments.create({ cloudName: 'demo' }, BY);
    const { ed25519PrivateKeyPem } = await signing
      .findSigners(environmentId)
      .then((signers) => signers.materialOf(undefined));
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
      const { ed25519PrivateKeyPem } = await signing
        .findSigners(environmentId)
        .then((signers) => signers.materialOf(undefined));
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

    it('with revocation publishes the new pair alone, at once', async () => {
      const { environments, signingKeys } = stores();
      const { environmentId } = await environments.create({ cloudName: 'demo' }, BY);
      const [first] = (await kids(signingKeys)) ?? [];
      const second = await signingKeys.rotate(environmentId, AT, BY);
      const revoked = await signingKeys.revoke(environmentId, AT, BY);
      expect(revoked).toEqual({ kid: expect.any(String) as string, revokedKids: [second, first] });
      expect(await kids(signingKeys)).toEqual([revoked.kid]);
    });

    it('with revocation lets no earlier pair sign again, also in a worker that has signed with it', async () => {
      const worker = stores();
      const { environments, signingKeys } = stores();
      const { environmentId } = await environments.create({ cloudName: 'demo' }, BY);
      const leaked = await signingKeys.listPublic('demo');
      expect(await isSignedBy(leaked, worker.signing, environmentId)).toBe(true);
      await signingKeys.revoke(environmentId, AT, BY);
      expect(await isSignedBy(leaked, worker.signing, environmentId)).toBe(false);
      expect(await isSignedBy(await signingKeys.listPublic('demo'), worker.signing, environmentId)).toBe(
        true,
      );
    });

    it('after a revocation keeps the new pair published, and none of those before', async () => {
      const { environments, signingKeys } = stores();
      const { environmentId } = await environments.create({ cloudName: 'demo' }, BY);
      const { kid } = await signingKeys.revoke(environmentId, AT, BY);
      const next = await signingKeys.rotate(environmentId, AT, BY);
      expect(await kids(signingKeys)).toEqual([next, kid]);
    });

    it('with revocation leaves other environments alone', async () => {
      const { environments, signingKeys } = stores();
      const { environmentId } = await environments.create({ cloudName: 'other' }, BY);
      await environments.create({ cloudName: 'demo' }, BY);
      const before = await kids(signingKeys);
      await signingKeys.revoke(environmentId, AT, BY);
      expect(await kids(signingKeys)).toEqual(before);
    });

    it('leaves no revoked pair published when rotations and revocations cross', async () => {
      const { environments, signingKeys } = stores();
      const { environmentId } = await environments.create({ cloudName: 'demo' }, BY);
      const [leaked] = (await kids(signingKeys)) ?? [];
      await Promise.all([
        signingKeys.rotate(environmentId, AT, BY),
        signingKeys.revoke(environmentId, AT, BY),
        signingKeys.rotate(environmentId, AT, BY),
      ]);
      const published = await kids(signingKeys);
      expect(published).not.toContain(leaked);
      expect(published?.length).toBeGreaterThan(0);
    });

    async function isSignedBy(
      published: Awaited<ReturnType<ReturnType<typeof stores>['signingKeys']['listPublic']>>,
      signing: ReturnType<typeof stores>['signing'],
      environmentId: string,
    ): Promise<boolean> {
      const material = await signing
        .findSigners(environmentId)
        .then((signers) => signers.materialOf(undefined));
      const signed = signatureHeaders({ authScheme: 'eddsa_v2', body: '{}', timestampSeconds: 1 }, material);
      const signature = Buffer.from(signed?.['X-Cld-Signature_v2'] ?? '', 'base64');
      return jwks(published ?? []).keys.some((key) =>
        verify(null, Buffer.from('{}1'), createPublicKey({ key: { ...key }, format: 'jwk' }), signature),
      );
    }

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
