import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../../src/store/database/knex';
import { maskPassword } from '../../../src/domain/destinations/destination-url';
import { databases } from '../../support/databases/databases';
import { freePort } from '../../support/services/free-port';

describe('a database that cannot be opened', () => {
  const folder = mkdtempSync(join(tmpdir(), 'webhooks-knex-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  async function faultOf(url: string): Promise<string> {
    return openDatabase(url).then(
      () => 'opened',
      ({ message }: Error) => message,
    );
  }

  it('is told in one line when its server does not answer, the password masked', async () => {
    const port = await freePort();
    expect(await faultOf(`postgres://owner:s3cret@127.0.0.1:${port}/webhooks`)).toBe(
      `DATABASE_URL postgres://owner:***@127.0.0.1:${port}/webhooks: connect ECONNREFUSED 127.0.0.1:${port}`,
    );
  });

  it('is told in one line when its server refuses, the password masked', async () => {
    const server = new URL(process.env.TEST_POSTGRES_URL ?? '');
    server.pathname = '/not_there';
    expect(await faultOf(server.href)).toBe(
      `DATABASE_URL ${maskPassword(server.href)}: database "not_there" does not exist`,
    );
  });

  it.each([
    ['its folder cannot be made', (file: string) => `sqlite:${file}/webhooks.db`, /EEXIST|ENOTDIR/],
    ['it is a folder', () => `sqlite:${folder}`, /SQLITE_CANTOPEN/],
    ['it is no database', (file: string) => `sqlite:${file}`, /SQLITE_NOTADB/],
    ['its path is missing', () => 'sqlite:', /expected a path after "sqlite:"/],
    ['its kind is unknown', () => 'mysql://a:s3cret@b/c', /^DATABASE_URL mysql:\/\/a:\*\*\*@b\/c: expected/],
  ])('is told in one line when %s', async (_why, toUrl, reason) => {
    const file = join(folder, 'file');
    writeFileSync(file, 'not a database, and longer than its header would be');
    const fault = await faultOf(toUrl(file));
    expect(fault).toMatch(/^DATABASE_URL (sqlite|mysql):.*: .+$/);
    expect(fault).toMatch(reason);
  });
});

describe('a database URL that is shown', () => {
  it.each([
    ['postgres://owner:s3cret@db:5432/webhooks', 'postgres://owner:***@db:5432/webhooks'],
    ['postgres://owner:s3:c@ret@db/webhooks?ssl=1', 'postgres://owner:***@db/webhooks?ssl=1'],
    ['postgres://owner:a/b@db/webhooks', 'postgres://owner:***@db/webhooks'],
    [
      'postgres://db/webhooks?user=a&password=s3cret&ssl=1',
      'postgres://db/webhooks?user=a&password=***&ssl=1',
    ],
    ['postgres://owner@db/webhooks', 'postgres://owner@db/webhooks'],
    ['sqlite:.data/webhooks.db', 'sqlite:.data/webhooks.db'],
  ])('hides the password of %s', (url, shown) => {
    expect(maskPassword(url)).toBe(shown);
  });
});

describe.each(databases)('a database that is open, on $name', ({ open }) => {
  it('takes foreign keys seriously', async () => {
    const { db, close } = await open();
    await expect(
      db('attempts').insert({
        delivery_id: 'gone',
        attempt_number: 1,
        started_at: 't',
        request_headers: '{}',
        outcome_kind: 'delivered',
        duration_ms: 1,
      }),
    ).rejects.toThrow(/foreign key/i);
    await close();
  });
});

describe('a SQLite file', () => {
  it('that is new is opened by many processes at once', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'webhooks-knex-'));
    for (let file = 0; file < 20; file++) {
      const url = `sqlite:${join(folder, `${file}.db`)}`;
      const opened = await Promise.allSettled(Array.from({ length: 6 }, () => openDatabase(url)));
      for (const each of opened) if (each.status === 'fulfilled') await each.value.destroy();
      expect(opened.filter(({ status }) => status === 'rejected')).toEqual([]);
    }
    rmSync(folder, { recursive: true });
  });

  it('lets two processes write at once: each waits for the other', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'webhooks-knex-'));
    const url = `sqlite:${join(folder, 'shared.db')}`;
    const [one, other] = await Promise.all([openDatabase(url), openDatabase(url)]);
    await one.schema.createTable('t', (table) => void table.integer('n'));
    await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        (n % 2 === 0 ? one : other).transaction(async (trx) => {
          await trx('t').insert({ n });
          await trx('t').select();
        }),
      ),
    );
    expect(await other('t').pluck('n')).toHaveLength(40);
    await Promise.all([one.destroy(), other.destroy()]);
    rmSync(folder, { recursive: true });
  });
});
