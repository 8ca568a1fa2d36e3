import { composeStores } from '../../../src/app/stores';
import type { MasterKeys } from '../../../src/store/secrets/master-keys';
import { refuseUnusableMasterKeys } from '../../../src/store/secrets/stored-secrets';
import { BY } from '../../support/builders/an-audit-entry';
import { databases } from '../../support/databases/databases';
import { someMasterKeys } from '../../support/builders/some-master-keys';
import { useDatabase } from '../../support/databases/use-database';

describe.each(databases)('the check of the master keys on $name', ({ open }) => {
  const opened = useDatabase(open);

  const under = (...kids: readonly string[]) => composeStores(opened.db, someMasterKeys(...kids));
  const check = (...kids: readonly string[]) => refuseUnusableMasterKeys(opened.db, someMasterKeys(...kids));
  const otherBytesAs = (kid: string): MasterKeys => [{ kid, key: Buffer.alloc(32, 'other bytes') }];

  it('takes any keys for an empty database', () => expect(check('k1')).resolves.toBeUndefined());

  it('takes the keys that protect what is stored, also one that protects nothing yet', async () => {
    await under('k1').environments.create({ cloudName: 'demo' }, BY);
    await under('k1').accounts.issueProvisioningKey(BY);
    await expect(check('k1')).resolves.toBeUndefined();
    await expect(check('k2', 'k1')).resolves.toBeUndefined();
  });

  it('refuses to go on with only the old key after a rotation', async () => {
    await under('k1').environments.create({ cloudName: 'demo' }, BY);
    await under('k2', 'k1').rotateSecrets(BY);
    await expect(check('k1')).rejects.toThrow(
      /^MASTER_KEYS has no key "k2", which protects what is stored: expected k2=<its key in base64> beside k1$/,
    );
  });

  it('finds the one secret that is under another key than the rest', async () => {
    for (const cloudName of ['a', 'b', 'c']) await under('k_1').environments.create({ cloudName }, BY);
    await under('kx1', 'k_1').environments.create({ cloudName: 'd' }, BY);
    await expect(check('k_1')).rejects.toThrow('MASTER_KEYS has no key "kx1"');
    await expect(check('K_1', 'kx1')).rejects.toThrow('MASTER_KEYS has no key "k_1"');
  });

  it.each([
    [
      'of access keys and signing keys',
      () => under('k1').environments.create({ cloudName: 'demo' }, BY) as Promise<unknown>,
    ],
    ['of the account', () => under('k1').accounts.issueProvisioningKey(BY)],
  ])('refuses other bytes under the same id: secrets %s', async (_what, store) => {
    await store();
    await expect(refuseUnusableMasterKeys(opened.db, otherBytesAs('k1'))).rejects.toThrow(
      /^MASTER_KEYS: the key "k1" does not open what is stored under that id: expected the 32 bytes that encrypted it$/,
    );
  });

  it('is not misled by one altered row', async () => {
    await under('k1').environments.create({ cloudName: 'demo' }, BY);
    await opened.db('access_keys').update({ secret_encrypted: 'v1.k1.AAAA.AAAA.AAAA' });
    await expect(check('k1')).resolves.toBeUndefined();
  });
});
