import { composeStores } from '../../../src/app/stores';
import { databases } from '../../support/databases/databases';
import { someMasterKeys } from '../../support/builders/some-master-keys';
import { BY } from '../../support/builders/an-audit-entry';
import { useDatabase } from '../../support/databases/use-database';

describe.each(databases)('access key store on $name', ({ open }) => {
  const opened = useDatabase(open);

  async function withTwoEnvironments() {
    const { accessKeys, environments } = composeStores(opened.db, someMasterKeys());
    return {
      accessKeys,
      demo: await environments.create({ cloudName: 'demo' }, BY),
      other: await environments.create({ cloudName: 'other' }, BY),
    };
  }

  describe('authentication', () => {
    it('tells who calls, for the right secret', async () => {
      const { accessKeys, demo } = await withTwoEnvironments();
      expect(await accessKeys.authenticate('demo', demo.apiKey, demo.apiSecret)).toEqual({
        environmentId: demo.environmentId,
        cloudName: 'demo',
        apiKey: demo.apiKey,
        role: 'admin',
      });
    });

    it('refuses a wrong secret, an unknown key, an unknown cloud and another cloud’s key alike', async () => {
      const { accessKeys, demo, other } = await withTwoEnvironments();
      const { apiKey, apiSecret } = demo;
      for (const [cloud, key, secret] of [
        ['demo', apiKey, other.apiSecret],
        ['demo', apiKey, ''],
        ['demo', '000000000000000', apiSecret],
        ['gone', apiKey, apiSecret],
        ['other', apiKey, apiSecret],
      ] as const) {
        expect(await accessKeys.authenticate(cloud, key, secret)).toBeUndefined();
      }
    });

    it('refuses a disabled key', async () => {
      const { accessKeys, demo } = await withTwoEnvironments();
      await opened.db('access_keys').where({ api_key: demo.apiKey }).update({ enabled: false });
      expect(await accessKeys.authenticate('demo', demo.apiKey, demo.apiSecret)).toBeUndefined();
    });
  });

  it('refuses every key of a disabled product environment', async () => {
    const { accessKeys, demo } = await withTwoEnvironments();
    await opened.db('product_environments').where({ id: demo.environmentId }).update({ enabled: false });
    expect(await accessKeys.authenticate('demo', demo.apiKey, demo.apiSecret)).toBeUndefined();
  });
});
