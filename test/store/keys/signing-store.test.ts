import { composeStores } from '../../../src/app/stores';
import { databases } from '../../support/databases/databases';
import { someMasterKeys } from '../../support/builders/some-master-keys';
import { BY } from '../../support/builders/an-audit-entry';
import { useDatabase } from '../../support/databases/use-database';

describe.each(databases)('signing store on $name', ({ open }) => {
  const opened = useDatabase(open);

  async function withTwoEnvironments() {
    const { signing, environments } = composeStores(opened.db, someMasterKeys());
    return {
      signing,
      demo: await environments.create({ cloudName: 'demo' }, BY),
      other: await environments.create({ cloudName: 'other', signatureAlgorithm: 'sha256' }, BY),
    };
  }

  it('lists an environment’s own keys as candidates', async () => {
    const { signing, demo } = await withTwoEnvironments();
    expect(await signing.findSigners(demo.environmentId).then(({ candidates }) => candidates)).toEqual([
      {
        apiKey: demo.apiKey,
        enabled: true,
        dedicatedForWebhooks: false,
        createdAt: expect.any(String) as string,
      },
    ]);
  });

  it('reads at once who may sign and with what', async () => {
    const { signing, demo } = await withTwoEnvironments();
    const signers = await signing.findSigners(demo.environmentId);
    expect(signers.candidates).toEqual(
      await signing.findSigners(demo.environmentId).then(({ candidates }) => candidates),
    );
    for (const apiKey of [demo.apiKey, '000000000000000', undefined]) {
      expect(signers.materialOf(apiKey)).toEqual(
        await signing.findSigners(demo.environmentId).then((signers) => signers.materialOf(apiKey)),
      );
    }
    await expect(signing.findSigners('nowhere')).rejects.toThrow(
      'product environment nowhere does not exist',
    );
  });

  it('gives secret, algorithm and Ed25519 key of the environment', async () => {
    const { signing, demo, other } = await withTwoEnvironments();
    const ed25519PrivateKeyPem = expect.stringContaining('PRIVATE KEY') as string;
    expect(
      await signing.findSigners(demo.environmentId).then((signers) => signers.materialOf(demo.apiKey)),
    ).toEqual({
      apiSecret: demo.apiSecret,
      algorithm: 'sha1',
      ed25519PrivateKeyPem,
    });
    expect(
      await signing.findSigners(other.environmentId).then((signers) => signers.materialOf(other.apiKey)),
    ).toEqual({
      apiSecret: other.apiSecret,
      algorithm: 'sha256',
      ed25519PrivateKeyPem,
    });
  });

  it('gives no secret of a disabled key, of another environment’s, of an unknown one or of none', async () => {
    const { signing, demo, other } = await withTwoEnvironments();
    const without = { apiSecret: undefined, ed25519PrivateKeyPem: expect.any(String) as string };
    expect(
      await signing.findSigners(other.environmentId).then((signers) => signers.materialOf(demo.apiKey)),
    ).toMatchObject(without);
    expect(
      await signing.findSigners(demo.environmentId).then((signers) => signers.materialOf('000000000000000')),
    ).toMatchObject(without);
    expect(
      await signing.findSigners(demo.environmentId).then((signers) => signers.materialOf(undefined)),
    ).toMatchObject(without);

    await opened.db('access_keys').where({ api_key: demo.apiKey }).update({ enabled: false });
    expect(
      await signing.findSigners(demo.environmentId).then((signers) => signers.materialOf(demo.apiKey)),
    ).toMatchObject(without);
  });

  it('gives no Ed25519 key that is retired', async () => {
    const { signing, demo } = await withTwoEnvironments();
    await opened.db('signing_keys').where({ environment_id: demo.environmentId }).update({ active: false });
    const material = await signing
      .findSigners(demo.environmentId)
      .then((signers) => signers.materialOf(demo.apiKey));
    expect(material).toMatchObject({ apiSecret: demo.apiSecret, ed25519PrivateKeyPem: undefined });
  });

  it('finds everything that may have signed: disabled keys and retired pairs, too, and nobody else’s', async () => {
    const { signing, signingKeys, accessKeyAdministration } = composeStores(opened.db, someMasterKeys());
    const { demo } = await withTwoEnvironments();
    const { environmentId } = demo;
    const createdAt = '2030-01-01T00:00:00.000Z';
    const wanted = { environmentId, enabled: false, role: 'read', createdAt } as const;
    const disabled = await accessKeyAdministration.create(wanted, BY);
    const [first] = (await signingKeys.listPublic('demo')) ?? [];
    const kid = await signingKeys.rotate(environmentId, '2030-01-01T00:00:01.000Z', BY);
    const newest = await signingKeys.rotate(environmentId, '2030-01-01T00:00:02.000Z', BY);
    expect(await signing.findVerifiers(environmentId)).toEqual({
      algorithm: 'sha1',
      accessKeys: [
        expect.objectContaining({ apiKey: demo.apiKey, apiSecret: demo.apiSecret, enabled: true }),
        expect.objectContaining({ apiKey: disabled.apiKey, apiSecret: disabled.apiSecret, enabled: false }),
      ],
      pairs: [
        expect.objectContaining({ kid: newest, isPublished: true }),
        expect.objectContaining({ kid, isPublished: true }),
        { ...first, isPublished: false },
      ],
    });
    await expect(signing.findVerifiers('gone')).rejects.toThrow('gone does not exist');
  });

  it('refuses a secret that was copied from another key’s row', async () => {
    const { signing, demo, other } = await withTwoEnvironments();
    const stolen = await opened.db('access_keys').where({ api_key: other.apiKey }).first('secret_encrypted');
    await opened.db('access_keys').where({ api_key: demo.apiKey }).update(stolen);
    await expect(
      signing.findSigners(demo.environmentId).then((signers) => signers.materialOf(demo.apiKey)),
    ).rejects.toThrow('was altered, or belongs elsewhere');
  });

  it('fails for an environment that does not exist', async () => {
    const { signing } = await withTwoEnvironments();
    await expect(
      signing.findSigners('gone').then((signers) => signers.materialOf(undefined)),
    ).rejects.toThrow('gone does not exist');
  });
});
