import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { COMMANDS } from '../../src/commands/all-commands';
import { parseCommandLine } from '../../src/commands/parse-command-line';
import { withStores } from '../../src/app/stores';
import { readConfig } from '../../src/config';
import { ensureDemoEnvironment } from '../../src/local/demo/demo-environment';
import { BY } from '../support/builders/an-audit-entry';
import { recordingLogger } from '../support/builders/recording-logger';

let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'webhooks-commands-'));
  await run('migrate', 'up');
});
afterEach(() => rmSync(folder, { recursive: true }));

const config = (masterKeys?: string) => readConfig({ DATA_DIR: folder, MASTER_KEYS: masterKeys });

/** @returns what the command printed last. */
async function run(...words: string[]): Promise<string> {
  const printed: string[] = [];
  const print = (text: string) => void printed.push(text);
  const asked = parseCommandLine(COMMANDS, words);
  if (asked.kind !== 'run') throw new Error(`${words.join(' ')} runs nothing`);
  await asked.form.run({ config: config(), env: {}, logger: recordingLogger(), print }, asked.typed);
  return printed.at(-1) ?? '';
}

describe('account key', () => {
  it('prints a provisioning key of the account that has the environments', async () => {
    await run('environment', 'create', 'demo');
    const printed = JSON.parse(await run('account', 'key')) as Record<string, string>;
    expect(Object.keys(printed)).toEqual(['account_id', 'provisioning_api_key', 'provisioning_api_secret']);
    const { account_id = '', provisioning_api_key = '', provisioning_api_secret = '' } = printed;
    await withStores(config(), async ({ stores: { accounts, environments } }) => {
      expect(await accounts.authenticate(account_id, provisioning_api_key, provisioning_api_secret)).toBe(
        true,
      );
      expect((await environments.listOf(account_id)).map(({ cloudName }) => cloudName)).toEqual(['demo']);
    });
  });

  const credentialsFile = () => path.join(folder, 'demo-credentials.json');
  const credentials = () => JSON.parse(readFileSync(credentialsFile(), 'utf8')) as Record<string, string>;

  it('also writes it into the file of the demo’s credentials, which only its owner may read', async () => {
    await withStores(config(), ({ stores }) =>
      ensureDemoEnvironment(stores, { dataFolder: folder, host: '127.0.0.1', by: BY, now: () => new Date() }),
    );
    const before = credentials();
    const printed = JSON.parse(await run('account', 'key')) as Record<string, string>;
    expect(credentials()).toEqual({ ...before, ...printed });
    expect(printed.provisioning_api_secret).not.toBe(before.provisioning_api_secret);
    expect(statSync(credentialsFile()).mode & 0o777).toBe(0o600);
  });

  it('leaves a file alone that has the credentials of another database', async () => {
    const others = { account_id: 'another', provisioning_api_secret: 'kept' };
    writeFileSync(credentialsFile(), JSON.stringify(others));
    await run('account', 'key');
    expect(credentials()).toEqual(others);
  });
});

describe('keys rotate', () => {
  const publishedKids = () =>
    withStores(config(), async ({ stores }) =>
      (await stores.signingKeys.listPublic('demo'))?.map(({ kid }) => kid),
    );

  it('with a cloud name gives that environment a new pair; the one before stays published', async () => {
    await run('environment', 'create', 'demo');
    const before = await publishedKids();
    const printed = await run('keys', 'rotate', 'demo');
    const after = await publishedKids();
    expect(after).toEqual([expect.any(String), before?.[0]]);
    expect(printed).toBe(`demo signs with the new pair ${after?.[0]}; the one before stays published`);
  });

  it('with --revoke publishes the new pair alone, and says what receivers must do', async () => {
    await run('environment', 'create', 'demo');
    await run('keys', 'rotate', 'demo');
    const before = await publishedKids();
    expect(before).toHaveLength(2);
    const printed = await run('keys', 'rotate', 'demo', '--revoke');
    const after = await publishedKids();
    expect(after).toHaveLength(1);
    expect(printed.split('\n')).toEqual([
      `demo signs with the new pair ${after?.[0]}; revoked, no longer published, never to sign again: ${before?.join(', ')}`,
      'receivers: fetch GET /v1_1/demo/webhook_keys again now; one that keeps the old set still believes whoever has the leaked key',
    ]);
  });

  it.each([[[]], [['--revoke']]])('refuses a cloud name that nobody has: %j', async (options) => {
    await expect(run('keys', 'rotate', 'gone', ...options)).rejects.toThrow(
      'there is no product environment "gone"',
    );
  });

  it('without one encrypts every secret again that is not under the first master key', async () => {
    await run('environment', 'create', 'demo');
    await run('account', 'key');
    expect(await run('keys', 'rotate')).toBe('all secrets are under the first of MASTER_KEYS already');
  });
});

describe('the role of a key that is made here', () => {
  const made = async (...words: string[]) => {
    const printed = JSON.parse(await run(...words)) as Record<string, string>;
    const { api_key = '', api_secret = '' } = printed;
    const caller = await withStores(config(), ({ stores }) =>
      stores.accessKeys.authenticate('demo', api_key, api_secret),
    );
    return [printed.role, caller?.role];
  };

  it('is the one that is given, for the first key of an environment and for another one', async () => {
    expect(await made('environment', 'create', 'demo', 'events:publish')).toEqual(
      Array(2).fill('events:publish'),
    );
    expect(await made('keys', 'create', 'demo', 'read')).toEqual(['read', 'read']);
  });

  it('is admin when none is given', async () => {
    expect(await made('environment', 'create', 'demo')).toEqual(['admin', 'admin']);
    expect(await made('keys', 'create', 'demo')).toEqual(['admin', 'admin']);
  });

  it('is refused when there is no such role', async () => {
    const refusal = 'role "root": expected one of admin, events:publish, read';
    await expect(run('environment', 'create', 'demo', 'root')).rejects.toThrow(refusal);
    await expect(run('keys', 'create', 'demo', 'root')).rejects.toThrow(refusal);
  });
});

describe('the audit log', () => {
  it('says what was changed on the command line, and by whom', async () => {
    await run('environment', 'create', 'demo');
    await run('keys', 'create', 'demo', 'read');
    await run('keys', 'rotate', 'demo');
    const { account_id: accountId = '' } = JSON.parse(await run('account', 'key')) as Record<string, string>;
    const entries = await withStores(config(), ({ stores }) =>
      stores.auditLog.list({ accountId }, { limit: 10 }),
    );
    expect(entries.map(({ action }) => action).sort()).toEqual([
      'access_key.create',
      'access_key.create',
      'product_environment.create',
      'provisioning_key.issue',
      'signing_key.rotate',
    ]);
    const by = { kind: 'command_line', id: userInfo().username, requestId: undefined, ip: undefined };
    expect(entries.map((entry) => entry.by)).toEqual(Array(5).fill(by));
  });
});
