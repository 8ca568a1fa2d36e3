import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { v2 } from 'cloudinary';
import { databases, type OpenDatabase } from '../support/databases/databases';
import { hasPython, pythonWithSdk } from '../support/receivers/official-sdks/python';
import { startProvisioningServer } from './support/provisioning-server';

/* The provisioning calls of the official SDKs, over a socket, against the real stores. */

interface SubAccount {
  readonly id: string;
}

interface Key {
  readonly api_key: string;
}

describe.each(databases)('on $name', ({ name, open }) => {
  let opened: OpenDatabase;
  let server: Awaited<ReturnType<typeof startProvisioningServer>>;
  let account: typeof v2.provisioning.account;
  let options: () => object;

  beforeAll(async () => {
    opened = await open();
    server = await startProvisioningServer(opened);
    const { url: upload_prefix, accountId, provisioningApiKey, provisioningApiSecret } = server;
    // It decides on http or https when it is loaded, by the environment.
    process.env.CLOUDINARY_URL = `cloudinary://key:secret@demo?upload_prefix=${upload_prefix}`;
    account = (await import('cloudinary')).v2.provisioning.account;
    options = () => ({
      upload_prefix,
      account_id: accountId,
      provisioning_api_key: provisioningApiKey,
      provisioning_api_secret: provisioningApiSecret,
    });
  });
  afterAll(async () => {
    delete process.env.CLOUDINARY_URL;
    await server.stop();
    await opened.close();
  });

  it('the official Node SDK makes, shows, changes and lists sub-accounts', async () => {
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

  it('the official Node SDK makes, lists, dedicates and deletes access keys', async () => {
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
      'name api_key api_secret created_at updated_at enabled root'.split(' '),
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

  it('the official Node SDK deletes a sub-account', async () => {
    const { id } = (await account.create_sub_account(
      'Gone',
      'gone',
      undefined,
      undefined,
      undefined,
      options(),
    )) as SubAccount;
    expect(await account.delete_sub_account(id, options())).toMatchObject({ message: 'ok' });
    await expect(account.sub_account(id, options())).rejects.toMatchObject({ error: { http_code: 404 } });
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
  ])('the official Node SDK reads the error about %s', async (_what, http_code, call) => {
    await expect(call()).rejects.toMatchObject({ error: { http_code, message: expect.any(String) } });
  });

  // What differs from Node is on the wire: one database shows it. On a machine without Python there is no such test.
  if (name === 'SQLite' && hasPython()) {
    it('the official Python SDK makes every call, and enables and disables', async () => {
      const { sub, subs, key, keys } = await runPython(server);
      expect(sub.created).toMatchObject({ name: 'Python', cloud_name: 'python', enabled: true });
      expect(sub.shown).toEqual(sub.created);
      expect(sub.updated).toMatchObject({ id: sub.created?.id, name: 'Python 2', enabled: false });
      expect(sub.disabled).toMatchObject({ enabled: false, custom_attributes: { plan: 'free' } });
      expect(sub.deleted).toEqual({ message: 'ok' });
      expect(subs).toEqual({ enabled: [], disabled: ['python', 'python-off'], by_id: ['python'] });
      expect(key.generated).toMatchObject({ name: 'x', enabled: true });
      expect(key.disabled).toMatchObject({ name: 'y', enabled: false });
      expect(key.updated).toMatchObject({ name: 'x', enabled: false });
      expect(key.dedicated).toMatchObject({ enabled: true, dedicated_for: ['webhooks'] });
      expect(key.deleted).toEqual({ message: 'ok' });
      expect(key.deleted_by_name).toEqual({ message: 'ok' });
      expect(keys).toMatchObject({ total: 3, access_keys: [{ name: 'y' }, { name: 'x' }] });
    }, 180_000);
  }
});

interface PythonAnswers {
  readonly sub: Readonly<Record<string, Record<string, unknown>>>;
  readonly subs: Readonly<Record<string, readonly string[]>>;
  readonly key: Readonly<Record<string, Record<string, unknown>>>;
  readonly keys: Record<string, unknown>;
}

async function runPython(
  server: Awaited<ReturnType<typeof startProvisioningServer>>,
): Promise<PythonAnswers> {
  const script = path.join(__dirname, 'sdk/provisioning.py');
  const { stdout } = await promisify(execFile)(await pythonWithSdk(), [script], {
    env: {
      PATH: process.env.PATH,
      API_URL: server.url,
      ACCOUNT_ID: server.accountId,
      PROVISIONING_API_KEY: server.provisioningApiKey,
      PROVISIONING_API_SECRET: server.provisioningApiSecret,
    },
  });
  return JSON.parse(stdout) as PythonAnswers;
}
