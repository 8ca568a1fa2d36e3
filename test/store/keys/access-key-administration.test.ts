import { composeStores, type Stores } from '../../../src/app/stores';
import type { AccessKey } from '../../../src/domain/keys/access-key';
import { ROLES, type Role } from '../../../src/domain/keys/role';
import { chooseSigningKey } from '../../../src/domain/keys/signing-key';
import { databases } from '../../support/databases/databases';
import { someMasterKeys } from '../../support/builders/some-master-keys';
import { BY } from '../../support/builders/an-audit-entry';
import { useDatabase } from '../../support/databases/use-database';

const CREATED_AT = '2026-03-14T09:00:00.000Z';
const LATER = '2026-03-15T09:00:00.000Z';
const NEWEST_FIRST = { by: 'created_at', direction: 'desc' } as const;

type Changes = Parameters<Stores['accessKeyAdministration']['update']>[2]['changes'];

describe.each(databases)('administration of access keys on $name', ({ open }) => {
  const opened = useDatabase(open);

  async function anEnvironment(cloudName = 'demo') {
    const stores = composeStores(opened.db, someMasterKeys());
    const { environments, accessKeys, signing, accessKeyAdministration: keys } = stores;
    const made = await environments.create({ cloudName }, BY);
    const common = { environmentId: made.environmentId, createdAt: CREATED_AT };
    const create = (name?: string, enabled = true, role: Role = 'admin') =>
      keys.create({ ...common, name, enabled, role }, BY);
    const update = (environmentId: string, apiKey: string, changes: Changes) =>
      keys.update(environmentId, apiKey, { changes, by: BY });
    const remove = (environmentId: string, which: Parameters<typeof keys.delete>[1]) =>
      keys.delete(environmentId, which, BY);
    const secretOf = async (apiKey: string) =>
      (await signing.findSigners(made.environmentId).then((signers) => signers.materialOf(apiKey))).apiSecret;
    return { ...made, accessKeys, signing, secretOf, keys: { ...keys, update, delete: remove }, create };
  }

  it('makes keys that authenticate and sign', async () => {
    const { environmentId, accessKeys, secretOf, keys, create } = await anEnvironment();
    const key = await create('hooks-signer');
    expect(key).toMatchObject({
      environmentId,
      name: 'hooks-signer',
      enabled: true,
      dedicatedForWebhooks: false,
      root: false,
      createdAt: CREATED_AT,
      updatedAt: CREATED_AT,
    });
    expect(await accessKeys.authenticate('demo', key.apiKey, key.apiSecret)).toBeDefined();
    expect(await secretOf(key.apiKey)).toBe(key.apiSecret);
    expect(await keys.list(environmentId, NEWEST_FIRST)).toContainEqual(key);
  });

  it('makes a disabled key that does not authenticate until it is enabled', async () => {
    const { environmentId, accessKeys, keys, create } = await anEnvironment();
    const { apiKey, apiSecret } = await create('later', false);
    expect(await accessKeys.authenticate('demo', apiKey, apiSecret)).toBeUndefined();
    await keys.update(environmentId, apiKey, { enabled: true, updatedAt: LATER });
    expect(await accessKeys.authenticate('demo', apiKey, apiSecret)).toBeDefined();
  });

  describe('role', () => {
    const roleOf = async ({ accessKeys }: Awaited<ReturnType<typeof anEnvironment>>, key: AccessKey) =>
      (await accessKeys.authenticate('demo', key.apiKey, key.apiSecret))?.role;

    it.each(ROLES)('%s is what the caller has', async (role) => {
      const environment = await anEnvironment();
      expect(await roleOf(environment, await environment.create('a', true, role))).toBe(role);
    });

    it('changes from one request to the next', async () => {
      const environment = await anEnvironment();
      const key = await environment.create('a');
      await environment.keys.update(environment.environmentId, key.apiKey, {
        role: 'read',
        updatedAt: LATER,
      });
      expect(await roleOf(environment, key)).toBe('read');
    });

    it('makes no difference to which key signs', async () => {
      const { environmentId, apiKey, signing, secretOf, keys, create } = await anEnvironment();
      const reader = await create('a', true, 'read');
      const signer = async () =>
        chooseSigningKey(await signing.findSigners(environmentId).then(({ candidates }) => candidates))
          ?.apiKey;
      await keys.update(environmentId, apiKey, { role: 'read', updatedAt: LATER });
      await keys.update(environmentId, reader.apiKey, { dedicatedForWebhooks: true, updatedAt: LATER });
      expect(await signer()).toBe(reader.apiKey);
      expect(await secretOf(reader.apiKey)).toBe(reader.apiSecret);
    });

    it('is one of those that exist, in the database, too', async () => {
      const { apiKey } = await anEnvironment();
      const change = opened.db('access_keys').where({ api_key: apiKey }).update({ role: 'root' });
      await expect(change).rejects.toThrow(/check/i);
    });
  });

  it('names a key after its number when it is given no name', async () => {
    const { create } = await anEnvironment();
    const key = await create();
    expect(key.name).toBe(`key-${key.apiKey}`);
  });

  it('refuses a name that another key of the environment has, not of another environment', async () => {
    const { environmentId, keys, create } = await anEnvironment();
    const other = await anEnvironment('other');
    await create('a');
    await other.create('a');
    const { apiKey } = await create('b');
    const taken = {
      code: 'already_exists',
      message: 'name: got "a", expected a name that no other access key of the product environment has',
    };
    await expect(create('a')).rejects.toMatchObject(taken);
    await expect(keys.update(environmentId, apiKey, { name: 'a', updatedAt: LATER })).rejects.toMatchObject(
      taken,
    );
  });

  describe('list', () => {
    it.each([
      ['name', 'asc', ['a', 'b', 'first']],
      ['name', 'desc', ['first', 'b', 'a']],
      ['enabled', 'asc', ['b']],
      ['enabled', 'desc', undefined],
      ['created_at', 'desc', ['first']],
    ] as const)('orders by %s, %s', async (by, direction, beginning) => {
      const { environmentId, keys, create } = await anEnvironment();
      await create('a');
      await create('b', false);
      const names = (await keys.list(environmentId, { by, direction })).map(({ name }) => name);
      expect(names).toHaveLength(3);
      if (beginning) expect(names.slice(0, beginning.length)).toEqual(beginning);
      else expect(names.at(-1)).toBe('b');
    });

    it('gives the same order every time, by number among equals', async () => {
      const { environmentId, keys, create } = await anEnvironment();
      for (const name of ['a', 'b', 'c']) await create(name);
      const numbers = (await keys.list(environmentId, { by: 'enabled', direction: 'asc' })).map(
        ({ apiKey }) => apiKey,
      );
      expect(numbers).toEqual(numbers.toSorted());
    });

    it('leaves out other environments’ keys, and gathers those of several', async () => {
      const demo = await anEnvironment();
      const other = await anEnvironment('other');
      const numbers = async (ids: readonly string[]) =>
        (await demo.keys.listOf(ids)).map(({ apiKey }) => apiKey).toSorted();
      expect((await demo.keys.list(demo.environmentId, NEWEST_FIRST)).map(({ apiKey }) => apiKey)).toEqual([
        demo.apiKey,
      ]);
      expect(await numbers([demo.environmentId, other.environmentId])).toEqual(
        [demo.apiKey, other.apiKey].toSorted(),
      );
      expect(await numbers([])).toEqual([]);
    });
  });

  describe('update', () => {
    it('changes what is given', async () => {
      const { environmentId, keys, create } = await anEnvironment();
      const key = await create('a');
      const changes = { name: 'b', enabled: false, dedicatedForWebhooks: true, updatedAt: LATER };
      expect(await keys.update(environmentId, key.apiKey, changes)).toEqual({ ...key, ...changes });
      const back = { dedicatedForWebhooks: false, updatedAt: LATER };
      expect(await keys.update(environmentId, key.apiKey, back)).toEqual({ ...key, ...changes, ...back });
    });

    it('changes nothing of another environment', async () => {
      const demo = await anEnvironment();
      const other = await anEnvironment('other');
      const changes = { enabled: false, dedicatedForWebhooks: true, updatedAt: LATER };
      expect(await demo.keys.update(demo.environmentId, other.apiKey, changes)).toBeUndefined();
      expect(await demo.keys.update(demo.environmentId, 'gone', changes)).toBeUndefined();
      expect(
        await other.signing.findSigners(other.environmentId).then(({ candidates }) => candidates),
      ).toMatchObject([{ enabled: true, dedicatedForWebhooks: false }]);
    });
  });

  describe('dedication to webhooks', () => {
    const dedicate = { dedicatedForWebhooks: true, updatedAt: LATER };
    async function dedicated({ environmentId, signing }: Awaited<ReturnType<typeof anEnvironment>>) {
      const candidates = await signing.findSigners(environmentId).then(({ candidates }) => candidates);
      return candidates.filter((key) => key.dedicatedForWebhooks).map(({ apiKey }) => apiKey);
    }

    it('moves from the key that had it', async () => {
      const environment = await anEnvironment();
      const { environmentId, keys, create } = environment;
      const [a, b] = [await create('a'), await create('b')];
      await keys.update(environmentId, a.apiKey, dedicate);
      expect(await dedicated(environment)).toEqual([a.apiKey]);
      await keys.update(environmentId, b.apiKey, dedicate);
      expect(await dedicated(environment)).toEqual([b.apiKey]);
    });

    it('stays where it is when the key that should get it is not there', async () => {
      const environment = await anEnvironment();
      await environment.keys.update(environment.environmentId, environment.apiKey, dedicate);
      await environment.keys.update(environment.environmentId, 'gone', dedicate);
      expect(await dedicated(environment)).toEqual([environment.apiKey]);
    });

    it('is with exactly one key after several were dedicated at once', async () => {
      const environment = await anEnvironment();
      const made = [];
      for (const name of ['a', 'b', 'c', 'd', 'e']) made.push(await environment.create(name));
      await Promise.all(
        made.map(({ apiKey }) => environment.keys.update(environment.environmentId, apiKey, dedicate)),
      );
      expect(await dedicated(environment)).toHaveLength(1);
    });

    it('is remembered when its key is deleted, until another one is dedicated', async () => {
      const { environmentId, apiKey, keys, create } = await anEnvironment();
      const a = await create('a');
      await keys.update(environmentId, a.apiKey, dedicate);
      expect(await keys.deletedDedicatedKey(environmentId)).toBeUndefined();
      await keys.delete(environmentId, { apiKey: a.apiKey });
      expect(await keys.deletedDedicatedKey(environmentId)).toBe(a.apiKey);
      await keys.update(environmentId, apiKey, { name: 'renamed', updatedAt: LATER });
      expect(await keys.deletedDedicatedKey(environmentId)).toBe(a.apiKey);
      await keys.update(environmentId, apiKey, dedicate);
      expect(await keys.deletedDedicatedKey(environmentId)).toBeUndefined();
    });

    it('is no longer missed once it was cleared on purpose', async () => {
      const { environmentId, apiKey, keys, create } = await anEnvironment();
      const a = await create('a');
      await keys.update(environmentId, a.apiKey, dedicate);
      await keys.delete(environmentId, { name: 'a' });
      await keys.update(environmentId, apiKey, { dedicatedForWebhooks: false, updatedAt: LATER });
      expect(await keys.deletedDedicatedKey(environmentId)).toBeUndefined();
    });
  });

  describe('delete', () => {
    it('ends a key, by its number or its name, once', async () => {
      const { environmentId, accessKeys, secretOf, keys, create } = await anEnvironment();
      const [a, b] = [await create('a'), await create('b')];
      expect(await keys.delete(environmentId, { apiKey: a.apiKey })).toBe(true);
      expect(await keys.delete(environmentId, { apiKey: a.apiKey })).toBe(false);
      expect(await keys.delete(environmentId, { name: 'b' })).toBe(true);
      expect(await keys.delete(environmentId, { name: 'b' })).toBe(false);
      for (const { apiKey, apiSecret } of [a, b]) {
        expect(await accessKeys.authenticate('demo', apiKey, apiSecret)).toBeUndefined();
        expect(await secretOf(apiKey)).toBeUndefined();
      }
    });

    it('leaves another environment’s keys alone', async () => {
      const demo = await anEnvironment();
      const other = await anEnvironment('other');
      expect(await demo.keys.delete(demo.environmentId, { apiKey: other.apiKey })).toBe(false);
      expect(await demo.keys.delete(demo.environmentId, { name: 'first' })).toBe(true);
      expect(await other.accessKeys.authenticate('other', other.apiKey, other.apiSecret)).toBeDefined();
    });
  });
});
