import { composeStores } from '../../../src/app/stores';
import { databases } from '../../support/databases/databases';
import { someMasterKeys } from '../../support/builders/some-master-keys';
import { BY } from '../../support/builders/an-audit-entry';
import { useDatabase } from '../../support/databases/use-database';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe.each(databases)('account store on $name', ({ open }) => {
  const opened = useDatabase(open);
  const stores = () => composeStores(opened.db, someMasterKeys());

  it('gives the installation’s account a provisioning key that authenticates', async () => {
    const { accounts } = stores();
    const issued = await accounts.issueProvisioningKey(BY);
    expect(issued).toEqual({
      accountId: expect.stringMatching(UUID),
      provisioningApiKey: expect.stringMatching(/^[1-9]\d{14}$/),
      provisioningApiSecret: expect.stringMatching(/^[\w-]{43}$/),
    });
    const { accountId, provisioningApiKey, provisioningApiSecret } = issued;
    expect(await accounts.authenticate(accountId, provisioningApiKey, provisioningApiSecret)).toBe(true);
  });

  it('refuses a wrong secret, an unknown key and an unknown account alike', async () => {
    const { accounts } = stores();
    const { accountId, provisioningApiKey, provisioningApiSecret } = await accounts.issueProvisioningKey(BY);
    for (const [account, key, secret] of [
      [accountId, provisioningApiKey, 'wrong'],
      [accountId, provisioningApiKey, ''],
      [accountId, '111111111111111', provisioningApiSecret],
      ['00000000-0000-4000-8000-000000000000', provisioningApiKey, provisioningApiSecret],
    ] as const) {
      expect(await accounts.authenticate(account, key, secret)).toBe(false);
    }
  });

  it('ends the key before when a new one is issued; the account stays', async () => {
    const { accounts } = stores();
    const before = await accounts.issueProvisioningKey(BY);
    const after = await accounts.issueProvisioningKey(BY);
    expect(after.accountId).toBe(before.accountId);
    const { accountId, provisioningApiKey, provisioningApiSecret } = before;
    expect(await accounts.authenticate(accountId, provisioningApiKey, provisioningApiSecret)).toBe(false);
    expect(
      await accounts.authenticate(accountId, after.provisioningApiKey, after.provisioningApiSecret),
    ).toBe(true);
  });

  it('is one account, which every product environment is in, whoever makes it first', async () => {
    const { accounts, environments } = stores();
    const [issued] = await Promise.all([
      accounts.issueProvisioningKey(BY),
      environments.create({ cloudName: 'a' }, BY),
      environments.create({ cloudName: 'b' }, BY),
      environments.create({ cloudName: 'c' }, BY),
    ]);
    expect(await opened.db('accounts').pluck('id')).toEqual([issued.accountId]);
    const own = await environments.listOf(issued.accountId);
    expect(own.map(({ cloudName }) => cloudName)).toEqual(['a', 'b', 'c']);
  });

  it('has no key, and lets nobody in, before one is issued', async () => {
    const { accounts, environments } = stores();
    await environments.create({ cloudName: 'demo' }, BY);
    const [accountId] = await opened.db('accounts').pluck<string[]>('id');
    expect(await accounts.authenticate(accountId ?? '', '', '')).toBe(false);
  });
});
