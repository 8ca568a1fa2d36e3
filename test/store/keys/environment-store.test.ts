import { composeStores } from '../../../src/app/stores';
import { databases } from '../../support/databases/databases';
import { someMasterKeys } from '../../support/builders/some-master-keys';
import { BY } from '../../support/builders/an-audit-entry';
import { useDatabase } from '../../support/databases/use-database';

describe.each(databases)('environment store on $name', ({ open }) => {
  const opened = useDatabase(open);
  const stores = () => composeStores(opened.db, someMasterKeys());

  it('makes an environment with a key that authenticates and an Ed25519 pair', async () => {
    const { environments, accessKeys, signingKeys } = stores();
    const made = await environments.create({ cloudName: 'demo' }, BY);
    expect(made).toEqual({
      environmentId: expect.stringMatching(/^[0-9a-f]{34}$/) as string,
      cloudName: 'demo',
      apiKey: expect.stringMatching(/^[1-9]\d{14}$/) as string,
      apiSecret: expect.stringMatching(/^[\w-]{43}$/) as string,
    });
    expect(await accessKeys.authenticate('demo', made.apiKey, made.apiSecret)).toEqual({
      environmentId: made.environmentId,
      cloudName: 'demo',
      apiKey: made.apiKey,
      role: 'admin',
    });
    expect(await signingKeys.listPublic('demo')).toHaveLength(1);
  });

  it('finds it by its name, and lists all by name', async () => {
    const { environments } = stores();
    const b = await environments.create({ cloudName: 'b' }, BY);
    await environments.create({ cloudName: 'a-1', signatureAlgorithm: 'sha256' }, BY);
    expect(await environments.findByCloudName('b')).toMatchObject({
      id: b.environmentId,
      cloudName: 'b',
      signatureAlgorithm: 'sha1',
    });
    expect(await environments.findByCloudName('c')).toBeUndefined();
    expect((await environments.list()).map(({ cloudName }) => cloudName)).toEqual(['a-1', 'b']);
  });

  describe('of an account', () => {
    async function ofOneAccount() {
      const { environments } = stores();
      const { environmentId } = await environments.create(
        {
          cloudName: 'demo',
          name: 'Demo & Söhne',
          customAttributes: { plan: 'free', nested: { a: [1] } },
        },
        BY,
      );
      const accountId = (await environments.findByCloudName('demo'))?.accountId ?? '';
      return { environments, environmentId, accountId };
    }

    it('is found and listed there, and nowhere else', async () => {
      const { environments, environmentId, accountId } = await ofOneAccount();
      const found = await environments.findOf(accountId, environmentId);
      expect(found).toEqual({
        id: environmentId,
        accountId,
        cloudName: 'demo',
        name: 'Demo & Söhne',
        enabled: true,
        signatureAlgorithm: 'sha1',
        customAttributes: { plan: 'free', nested: { a: [1] } },
        createdAt: found?.updatedAt,
        updatedAt: expect.any(String),
      });
      expect(await environments.listOf(accountId)).toEqual([found]);
      expect(await environments.findOf('other', environmentId)).toBeUndefined();
      expect(await environments.listOf('other')).toEqual([]);
    });

    it('changes what is given', async () => {
      const { environments, environmentId, accountId } = await ofOneAccount();
      const before = await environments.findOf(accountId, environmentId);
      const changes = { name: 'New', customAttributes: {}, updatedAt: '2030-01-01T00:00:00.000Z' };
      expect(await environments.update(accountId, environmentId, { changes, by: BY })).toEqual({
        ...before,
        ...changes,
      });
      const others = { enabled: false, signatureAlgorithm: 'sha256', updatedAt: changes.updatedAt } as const;
      expect(await environments.update(accountId, environmentId, { changes: others, by: BY })).toEqual({
        ...before,
        ...changes,
        ...others,
      });
    });

    it('is not changed through another account', async () => {
      const { environments, environmentId, accountId } = await ofOneAccount();
      const before = await environments.findOf(accountId, environmentId);
      const changes = { enabled: false, updatedAt: '2030-01-01T00:00:00.000Z' };
      expect(await environments.update('other', environmentId, { changes, by: BY })).toBeUndefined();
      expect(await environments.findOf(accountId, environmentId)).toEqual(before);
    });
  });

  it('refuses a name that is taken, and leaves nothing behind', async () => {
    const { environments } = stores();
    await environments.create({ cloudName: 'demo' }, BY);
    await expect(environments.create({ cloudName: 'demo' }, BY)).rejects.toMatchObject({
      code: 'already_exists',
      message: 'cloud_name: got "demo", expected one that is not taken',
    });
    expect(await opened.db('access_keys').pluck('api_key')).toHaveLength(1);
  });

  it.each([
    ['an empty name', ''],
    ['capital letters', 'Demo'],
    ['a slash', 'a/b'],
    ['a leading hyphen', '-a'],
    ['the name of a path beside the environments', 'provisioning'],
    ['a line break at its end', 'demo\n'],
    ['64 characters', 'a'.repeat(64)],
  ])('refuses %s', async (_what, cloudName) => {
    await expect(stores().environments.create({ cloudName }, BY)).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining(`cloud_name: got ${JSON.stringify(cloudName)}, expected`) as string,
    });
  });
});
