import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { migrate, withStores } from '../../src/app/stores';
import { MIGRATE } from '../../src/commands/migrate';
import { readConfig } from '../../src/config';
import { createLogger } from '../../src/logger';
import { migrateDown, migrateUp } from '../../src/store/database/migrate';
import { BY } from '../support/builders/an-audit-entry';

const aKey = (fill: string) => Buffer.alloc(32, fill).toString('base64');

const aContext = { env: {}, logger: createLogger('silent'), print: () => undefined };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'webhooks-open-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const config = (settings: Readonly<Record<string, string>> = {}) =>
  readConfig({ DATA_DIR: folder, ...settings });
const open = (settings?: Readonly<Record<string, string>>) =>
  withStores(config(settings), async ({ stores }) => stores.environments.list());

describe('a command that needs the stores', () => {
  it('says that there is no SQLite file, and makes none', async () => {
    const missing = path.join(folder, 'mistyped');
    await expect(open({ DATA_DIR: missing })).rejects.toThrow(
      `DATABASE_URL sqlite:${missing}/webhooks.db: there is no such file: expected the one that "migrate up" makes, in DATA_DIR unless DATABASE_URL is set`,
    );
    expect(existsSync(missing)).toBe(false);
  });

  it.each(['status', 'down'])('says so for migrate %s, too', async (direction) => {
    const missing = path.join(folder, 'mistyped');
    const context = { ...aContext, config: config({ DATA_DIR: missing }) };
    const migrated = MIGRATE[0]?.run(context, { words: [direction], flags: [] });
    await expect(migrated).rejects.toThrow('there is no such file');
    expect(existsSync(missing)).toBe(false);
  });

  it('says which migrations the database lacks, and makes no master keys', async () => {
    writeFileSync(path.join(folder, 'webhooks.db'), '');
    await expect(open()).rejects.toThrow(
      /^the database lacks these migrations: 20261124000001_\w+, .*; run "migrate up" first$/,
    );
    expect(readdirSync(folder)).not.toContain('master-keys');
    await migrate(config(), migrateUp);
    const [undone] = await migrate(config(), migrateDown);
    await expect(open()).rejects.toThrow(
      `the database lacks these migrations: ${undone}; run "migrate up" first`,
    );
  });

  it('refuses master keys that do not open what is stored', async () => {
    await migrate(config(), migrateUp);
    const right = { MASTER_KEYS: `k1=${aKey('a')}` };
    await withStores(config(right), ({ stores }) => stores.environments.create({ cloudName: 'demo' }, BY));
    expect(await open(right)).toHaveLength(1);
    await expect(open({ MASTER_KEYS: `k1=${aKey('b')}` })).rejects.toThrow(
      'MASTER_KEYS: the key "k1" does not open what is stored',
    );
    await expect(open({ MASTER_KEYS: `k2=${aKey('a')}` })).rejects.toThrow('MASTER_KEYS has no key "k1"');
  });

  it('names the file of the master keys in development', async () => {
    await migrate(config(), migrateUp);
    await withStores(config(), ({ stores }) => stores.environments.create({ cloudName: 'demo' }, BY));
    rmSync(path.join(folder, 'master-keys'));
    await expect(open()).rejects.toThrow(
      `MASTER_KEYS (not set: ${folder}/master-keys): the key "dev1" does not open what is stored`,
    );
  });
});
