import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { v2 } from 'cloudinary';
import { createApp } from '../../src/api/app';
import { createHttpServer } from '../../src/api/http-server';
import { composeStores } from '../../src/compose-stores';
import { composeProvisioning } from '../../src/compose-provisioning';
import { databases, type OpenDatabase } from '../support/databases';
import { someMasterKeys } from '../support/some-master-keys';
import { World } from './support/fakes';
import { BY } from '../support/by';

/* The official `cloudinary` package's provisioning calls, over a socket, against the real stores. */

interface SubAccount {
  readonly id: string;
}

interface Key {
  readonly api_key: string;
}

describe.each(databases)('the official provisioning client, on $name', ({ open }) => {
  let opened: OpenDatabase;
  let server: Server;
  let account: typeof v2.provisioning.account;
  let options: () => object;

  beforeAll(async () => {
    opened = await open();
    const stores = composeStores(opened.db, someMasterKeys());
    const issued = await stores.accounts.issueProvisioningKey(BY);
    const provisioning = composeProvisioning(stores);
    const app = createApp({
      // Without a limit: the client would put what is left of it into every answer.
      ...new World({ apiRequestsPerSecond: 0 }).dependencies(),
      provisioning,
      webhookKeys: stores.signingKeys,
      environments: stores.accessKeys,
      now: () => new Date(),
    });
    server = createHttpServer(app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const upload_prefix = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    // It decides on http or https when it is loaded, by the environment.
    process.env.CLOUDINARY_URL = `cloudinary://key:secret@demo?upload_prefix=${upload_prefix}`;
    account = (await import('cloudinary')).v2.provisioning.account;
    options = () => ({
      upload_prefix,
      account_id: issued.accountId,
      provisioning_api_key: issued.provisioningApiKey,
      provisioning_api_secret: issued.provisioningApiSecret,
    });
  });
  afterAll(async () => {
    delete process.env.CLOUDINARY_URL;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await opened.close();
  });

  it('makes, shows, changes and lists sub-accounts', async () => {
    const made = (await account.create_sub_account(
      'Acme',
      'acme',
      { plan: 'free' },
      true,
      undefined,
      options(),
    )) as SubAccount;
    expect(made).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{34}$/),
      name: 'Acme',
      cloud_name: 'acme',
      enabled: true,
      custom_attributes: { plan: 'free' },
      api_access_keys: [{ enabled: true }],
    });
    expect(await account.sub_account(made.id, options())).toEqual(made);
    const renamed = await account.update_sub_account(
      made.id,
      'Acme 2',
      undefined,
      undefined,
      false,
      options(),
    );
    expect(renamed).toMatchObject({ id: made.id, name: 'Acme 2', enabled: false });
    const listed = async (...narrowing: [enabled?: boolean, ids?: string[], prefix?: string]) => {
      const [enabled, ids, prefix] = narrowing;
      const answer = await account.sub_accounts(enabled as boolean, ids, prefix, options());
      return (answer.sub_accounts as SubAccount[]).map(({ id }) => id);
    };
    expect(await listed()).toContain(made.id);
    expect(await listed(true)).not.toContain(made.id);
    expect(await listed(false, undefined, 'acme')).toEqual([made.id]);
    expect(await listed(undefined, [made.id, 'gone'])).toEqual([made.id]);
  });

  it('makes, lists, dedicates and deletes access keys', async () => {
    const { id } = (await account.create_sub_account(
      'Keys',
      'keys',
      undefined,
      undefined,
      undefined,
      options(),
    )) as SubAccount;
    const signer = (await account.generate_access_key(id, {
      ...options(),
      name: 'hooks-signer',
      enabled: true,
    })) as unknown as Key;
    await account.generate_access_key(id, { ...options(), name: 'main_key' });
    expect(Object.keys(signer)).toEqual(
      'name api_key api_secret created_at updated_at enabled root role'.split(' '),
    );

    const dedicated = await account.update_access_key(id, signer.api_key, {
      ...options(),
      dedicated_for: 'webhooks',
    });
    expect(dedicated).toMatchObject({ name: 'hooks-signer', dedicated_for: ['webhooks'] });

    const listed = await account.access_keys(id, {
      ...options(),
      sort_by: 'name',
      sort_order: 'desc',
      page_size: 2,
      page: 1,
    });
    expect(listed).toMatchObject({ total: 3, access_keys: [{ name: 'main_key' }, { name: 'hooks-signer' }] });
    expect(listed).not.toHaveProperty('warnings');

    expect(await account.delete_access_key(id, signer.api_key, options())).toMatchObject({ message: 'ok' });
    expect(await account.delete_access_key_by_name(id, { ...options(), name: 'main_key' })).toMatchObject({
      message: 'ok',
    });
    expect(await account.access_keys(id, options())).toMatchObject({
      total: 1,
      warnings: [expect.stringContaining(`access key ${signer.api_key}, dedicated to webhooks, was deleted`)],
    });
  });

  it.each([
    ['a sub-account that is not there', 404, () => account.sub_account('gone', options())],
    [
      'a wrong secret',
      401,
      () => account.sub_account('gone', { ...options(), provisioning_api_secret: 'x' }),
    ],
    [
      'a cloud name that is taken',
      409,
      () => account.create_sub_account('Again', 'keys', undefined, undefined, undefined, options()),
    ],
  ])('reads the error about %s', async (_what, http_code, call) => {
    await expect(call()).rejects.toMatchObject({ error: { http_code, message: expect.any(String) } });
  });
});
