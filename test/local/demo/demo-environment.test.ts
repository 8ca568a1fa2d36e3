import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Knex } from 'knex';
import { composeStores } from '../../../src/app/stores';
import { ensureDemoEnvironment } from '../../../src/local/demo/demo-environment';
import { openDatabase } from '../../../src/store/database/knex';
import { migrateUp } from '../../../src/store/database/migrate';
import { someMasterKeys } from '../../support/builders/some-master-keys';
import { BY } from '../../support/builders/an-audit-entry';

let folder: string;
let db: Knex;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'webhooks-demo-'));
  db = await openDatabase(`sqlite:${path.join(folder, 'test.db')}`);
  await migrateUp(db);
});
afterEach(async () => {
  await db.destroy();
  rmSync(folder, { recursive: true });
});

const stores = () => composeStores(db, someMasterKeys());
const ensure = () =>
  ensureDemoEnvironment(stores(), {
    dataFolder: path.join(folder, 'data'),
    host: '127.0.0.1',
    by: BY,
    now: () => new Date(),
  });
const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;

async function expectToWork(credentials: Record<string, string>): Promise<void> {
  const { api_key = '', api_secret = '', account_id = '' } = credentials;
  const { provisioning_api_key = '', provisioning_api_secret = '' } = credentials;
  const { accessKeys, accounts } = stores();
  expect(await accessKeys.authenticate('demo', api_key, api_secret)).toBeDefined();
  expect(await accounts.authenticate(account_id, provisioning_api_key, provisioning_api_secret)).toBe(true);
}

describe('the demo environment', () => {
  it('is made on the first start, with credentials for it and for its account in a private file', async () => {
    const demo = await ensure();
    const credentials = read(demo.credentialsFile);
    expect(Object.keys(credentials)).toEqual([
      'cloud_name',
      'api_key',
      'api_secret',
      'account_id',
      'provisioning_api_key',
      'provisioning_api_secret',
    ]);
    await expectToWork(credentials);
    expect(readFileSync(demo.netrcFile, 'utf8')).toBe(
      `machine 127.0.0.1 login ${credentials.api_key} password ${credentials.api_secret}\n`,
    );
    for (const file of [demo.credentialsFile, demo.netrcFile])
      expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is in the audit log, with who started', async () => {
    const { credentialsFile } = await ensure();
    const { account_id: accountId = '' } = read(credentialsFile);
    const entries = await stores().auditLog.list({ accountId }, { limit: 10 });
    expect(entries.map(({ action }) => action).sort()).toEqual([
      'access_key.create',
      'product_environment.create',
      'provisioning_key.issue',
    ]);
    expect(entries.map(({ by }) => by)).toEqual([BY, BY, BY]);
  });

  it('is left alone on later starts', async () => {
    const { credentialsFile } = await ensure();
    const before = readFileSync(credentialsFile, 'utf8');
    await ensure();
    expect(readFileSync(credentialsFile, 'utf8')).toBe(before);
    expect(await stores().environments.list()).toHaveLength(1);
  });

  it('gets new keys when its file is missing, while the earlier access key stays', async () => {
    const { credentialsFile, netrcFile } = await ensure();
    const before = read(credentialsFile);
    rmSync(credentialsFile);
    await ensure();
    const after = read(credentialsFile);
    expect(after.api_key).not.toBe(before.api_key);
    expect(after.account_id).toBe(before.account_id);
    await expectToWork(after);
    expect(readFileSync(netrcFile, 'utf8')).toContain(after.api_key);
    const { accessKeys } = stores();
    expect(
      await accessKeys.authenticate('demo', before.api_key ?? '', before.api_secret ?? ''),
    ).toBeDefined();
  });

  it('does not believe a file that another database has left', async () => {
    const { credentialsFile } = await ensure();
    await db('signing_keys').delete();
    await db('access_keys').delete();
    await db('product_environments').delete();
    await ensure();
    await expectToWork(read(credentialsFile));
  });

  it('makes a file private that was readable for all', async () => {
    const { credentialsFile, netrcFile } = await ensure();
    rmSync(credentialsFile);
    rmSync(netrcFile);
    writeFileSync(netrcFile, 'old', { mode: 0o644 });
    await ensure();
    expect(statSync(netrcFile).mode & 0o777).toBe(0o600);
    expect(existsSync(credentialsFile)).toBe(true);
  });
});
