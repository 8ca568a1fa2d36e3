import type { Knex } from 'knex';
import { isDatabaseUnavailable } from '../../../src/store/database/database-errors';
import { openDatabase } from '../../../src/store/database/knex';
import { openSilentRoute, type SilentRoute } from '../../support/receivers/silent-route';
import { waitUntil } from '../../support/services/wait-until';

const MAX_SILENCE_MS = 200;

describe('a connection to PostgreSQL', () => {
  let route: SilentRoute;
  let db: Knex;
  beforeEach(async () => {
    route = await openSilentRoute(new URL(process.env.TEST_POSTGRES_URL ?? ''));
    db = await openDatabase(route.url, { maxSilenceMs: MAX_SILENCE_MS });
  });
  afterEach(async () => {
    await db.destroy();
    route.close();
  });
  const backend = async (on: Knex = db) =>
    (await on.raw<{ rows: { pid: number }[] }>('select pg_backend_pid() as pid')).rows[0]?.pid;

  it('that does not answer is ended: its statement fails, and the next one has another', async () => {
    const before = await backend();
    route.swallowAll();
    const fault = await faultOf(backend());
    expect(fault.message).toMatch(/the database has not answered for 0.2 s$/);
    expect(isDatabaseUnavailable(fault)).toBe(true);
    const after = await backend();
    expect(after).toEqual(expect.any(Number));
    expect(after).not.toBe(before);
  });

  it('that falls silent in a transaction is ended, and the transaction fails', async () => {
    const transaction = db.transaction(async (trx) => {
      await backend(trx);
      route.swallowAll();
      await backend(trx);
    });
    expect(isDatabaseUnavailable(await faultOf(transaction))).toBe(true);
    expect(await backend()).toEqual(expect.any(Number));
  });

  it('takes those that are idle with it: they are as silent', async () => {
    const slowly = () =>
      db.raw<{ rows: { pid: number }[] }>('select pg_backend_pid() as pid, pg_sleep(0.05)');
    const opened = (await Promise.all([slowly(), slowly(), slowly()])).map(({ rows }) => rows[0]?.pid);
    expect(new Set(opened).size).toBe(3);
    route.swallowAll();
    await faultOf(backend());
    const next = await Promise.all([backend(), backend(), backend()]);
    expect(next.filter((pid) => opened.includes(pid))).toEqual([]);
  });

  it('that vanished in a transaction keeps its locks no longer than the server hears of it', async () => {
    await db.schema.dropTableIfExists('locked');
    await db.schema.createTable('locked', (table) => void table.integer('n'));
    const transaction = db.transaction(async (trx) => {
      await trx.raw('lock table locked');
      route.swallowAll();
      await trx('locked').insert({ n: 1 });
    });
    await faultOf(transaction);
    const free = async () => db('locked').then(() => true, isDatabaseUnavailable);
    await waitUntil('the lock is free', async () => (await free()) && (await db('locked')).length === 0);
    await db.schema.dropTable('locked');
  });

  it('that is slow is kept: its server cancels the statement', async () => {
    const before = await backend();
    const fault = await faultOf(db.raw('select pg_sleep(10)'));
    expect(fault.message).toMatch(/canceling statement due to statement timeout$/);
    expect(isDatabaseUnavailable(fault)).toBe(true);
    expect(await backend()).toBe(before);
  });

  it('that has fallen silent is closed all the same', async () => {
    await backend();
    route.swallowAll();
    const startedMs = performance.now();
    await db.destroy();
    expect(performance.now() - startedMs).toBeLessThan(10 * MAX_SILENCE_MS);
  });

  it('of which nothing is asked is kept', async () => {
    const before = await backend();
    await new Promise((resolve) => setTimeout(resolve, 3 * MAX_SILENCE_MS));
    expect(await backend()).toBe(before);
  });
});

async function faultOf(ending: Promise<unknown>): Promise<Error> {
  return ending.then(
    () => new Error('none'),
    (error: Error) => error,
  );
}
