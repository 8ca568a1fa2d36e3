import { readFileSync } from 'node:fs';
import { composeStores } from '../../../src/app/stores';
import { databases } from '../../support/databases/databases';
import { someMasterKeys } from '../../support/builders/some-master-keys';
import { BY } from '../../support/builders/an-audit-entry';
import { useDatabase } from '../../support/databases/use-database';

describe.each(databases)('secrets at rest on $name', ({ name, open }) => {
  const opened = useDatabase(open);

  /** Everything that the database holds: the bytes of SQLite's files, every row of PostgreSQL's tables. */
  async function everything(): Promise<string> {
    if (name === 'SQLite') {
      const file = opened.url.replace('sqlite:', '');
      return `${readFileSync(file, 'latin1')}${readFileSync(`${file}-wal`, 'latin1')}`;
    }
    const tables = await opened.db('pg_tables').where({ schemaname: 'public' }).pluck<string[]>('tablename');
    const rows = await Promise.all(tables.map((table) => opened.db(table).select()));
    return JSON.stringify(rows);
  }

  async function fill() {
    const stores = composeStores(opened.db, someMasterKeys());
    const made = [
      await stores.environments.create({ cloudName: 'demo' }, BY),
      await stores.environments.create({ cloudName: 'other' }, BY),
    ];
    const { environmentId } = made[0] ?? { environmentId: '' };
    const key = {
      environmentId,
      enabled: true,
      role: 'admin',
      createdAt: '2026-03-14T09:00:00.000Z',
    } as const;
    const { apiKey, apiSecret } = await stores.accessKeyAdministration.create(key, BY);
    const account = await stores.accounts.issueProvisioningKey(BY);
    await stores.signingKeys.rotate(environmentId, '2030-01-01T00:00:00.000Z', BY);
    const materials = await Promise.all(
      made.map((one) =>
        stores.signing.findSigners(one.environmentId).then((signers) => signers.materialOf(one.apiKey)),
      ),
    );
    return {
      names: [...made.map(({ cloudName }) => cloudName), apiKey, account.provisioningApiKey],
      secrets: [...made.map((one) => one.apiSecret), apiSecret, account.provisioningApiSecret],
      privateKeys: materials.map(({ ed25519PrivateKeyPem }) => ed25519PrivateKeyPem?.split('\n')[1] ?? ''),
    };
  }

  it('are nowhere readable, where names are', async () => {
    const { names, secrets, privateKeys } = await fill();
    const stored = await everything();
    for (const canary of names) expect(stored).toContain(canary);
    for (const secret of [...secrets, ...privateKeys]) {
      expect(secret.length).toBeGreaterThan(40);
      for (const form of formsOf(secret)) expect(stored.includes(form)).toBe(false);
    }
  });

  it.each([
    ['a value that exists already', {}],
    ['a missing value', { name: null }],
    ['a value outside an enumeration', { api_key: '222222222222222', dedicated_for: 'CANARY-other' }],
    ['a row that it refers to', { api_key: '222222222222222', environment_id: 'CANARY-gone' }],
  ])('are not in the error of an insert that fails for %s', async (_why, fault) => {
    const { environmentId } = await composeStores(opened.db, someMasterKeys()).environments.create(
      { cloudName: 'demo' },
      BY,
    );
    const row = {
      api_key: '111111111111111',
      environment_id: environmentId,
      name: 'CANARY-name',
      secret_hash: 'CANARY-hash',
      secret_encrypted: 'CANARY-secret',
      enabled: true,
      root: false,
      created_at: 'CANARY-time',
      updated_at: 'CANARY-time',
    };
    await opened.db('access_keys').insert(row);
    for (const write of [
      () => opened.db('access_keys').insert({ ...row, ...fault }),
      () => opened.db.transaction((trx) => trx('access_keys').insert({ ...row, ...fault })),
    ]) {
      const error = await write().then(
        () => undefined,
        (reason: Error) => reason,
      );
      expect(error?.message).toMatch(/constraint/i);
      expect(`${error?.message} ${error?.stack} ${JSON.stringify(error)}`).not.toContain('CANARY');
    }
  });
});

function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  return [secret, bytes.toString('base64').replace(/=+$/, ''), bytes.toString('hex')];
}
