import { composeStores } from '../../../src/app/stores';
import { databases } from '../../support/databases/databases';
import { someMasterKeys } from '../../support/builders/some-master-keys';
import { BY } from '../../support/builders/an-audit-entry';
import { useDatabase } from '../../support/databases/use-database';

describe.each(databases)('rotation of secrets on $name', ({ open }) => {
  const opened = useDatabase(open);
  const under = (...kids: readonly string[]) => composeStores(opened.db, someMasterKeys(...kids));

  it('leaves every secret readable under the new master key, so that the old one may be dropped', async () => {
    const before = under('k1');
    const made = await before.environments.create({ cloudName: 'demo' }, BY);
    const material = await before.signing
      .findSigners(made.environmentId)
      .then((signers) => signers.materialOf(made.apiKey));

    const { accountId, ...provisioning } = await before.accounts.issueProvisioningKey(BY);

    expect(await under('k2', 'k1').rotateSecrets(BY)).toBe(3);

    const { accounts, accessKeys, signing } = under('k2');
    const { provisioningApiKey, provisioningApiSecret } = provisioning;
    expect(await accounts.authenticate(accountId, provisioningApiKey, provisioningApiSecret)).toBe(true);
    expect(await accessKeys.authenticate('demo', made.apiKey, made.apiSecret)).toBeDefined();
    expect(
      await signing.findSigners(made.environmentId).then((signers) => signers.materialOf(made.apiKey)),
    ).toEqual(material);
    expect(material).toMatchObject({
      apiSecret: made.apiSecret,
      ed25519PrivateKeyPem: expect.any(String) as string,
    });
  });

  it('changes nothing that is under the active master key', async () => {
    const stores = under('k1');
    await stores.environments.create({ cloudName: 'demo' }, BY);
    const rows = await opened.db('access_keys').select();
    expect(await stores.rotateSecrets(BY)).toBe(0);
    expect(await opened.db('access_keys').select()).toEqual(rows);
  });

  it('goes on where it was interrupted', async () => {
    await under('k1').environments.create({ cloudName: 'old' }, BY);
    await under('k2', 'k1').environments.create({ cloudName: 'new' }, BY);
    expect(await under('k2', 'k1').rotateSecrets(BY)).toBe(2);
    expect(await under('k2', 'k1').rotateSecrets(BY)).toBe(0);
  });

  it('refuses to go without the master key that protects a secret', async () => {
    await under('k1').environments.create({ cloudName: 'demo' }, BY);
    await expect(under('k2').rotateSecrets(BY)).rejects.toThrow(
      'is under master key "k1", which is not among MASTER_KEYS',
    );
  });
});
