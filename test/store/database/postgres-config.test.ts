import type { Socket } from 'node:net';
import type { Knex } from 'knex';
import { isDatabaseUnavailable } from '../../../src/store/database/database-errors';
import { openDatabase } from '../../../src/store/database/knex';
import type { PostgresConnection } from '../../../src/store/database/postgres-config';
import { openSilentRoute, type SilentRoute } from '../../support/receivers/silent-route';
import { waitUntil } from '../../support/services/wait-until';

/** So long that only what a test says to a connection ends it, however busy the machine is. */
const LONG_MS = 60_000;

let route: SilentRoute;
let db: Knex;
async function open(maxSilenceMs: number): Promise<void> {
  route = await openSilentRoute(new URL(process.env.TEST_POSTGRES_URL ?? ''));
  db = await openDatabase(route.url, { maxSilenceMs });
}
afterEach(async () => {
  await db.destroy();
  route.close();
});
const backend = async (on: Knex = db) =>
  (await on.raw<{ rows: { pid: number }[] }>('select pg_backend_pid() as pid')).rows[0]?.pid;

describe('a connection to PostgreSQL', () => {
  beforeEach(() => open(LONG_MS));

  /** What a socket says when it has carried nothing for the time that it was told. */
  const sayNothingCame = (stream: Socket) => stream.emit('timeout');
  /** The one connection whose statement is under way. */
  const busy = () =>
    waitUntil('a statement is under way', () => connections().find(({ readyForQuery }) => !readyForQuery));
  const connections = () => {
    const { used, free } = db.client.pool as Record<'used' | 'free', { resource: PostgresConnection }[]>;
    return [...used, ...free].map(({ resource }) => resource);
  };
  const streams = () => connections().map(({ connection }) => connection.stream);

  async function faultOfSilent(asked: Promise<unknown>): Promise<Error> {
    const fault = faultOf(asked);
    sayNothingCame((await busy()).connection.stream);
    return fault;
  }

  it('that does not answer is ended: its statement fails, and the next one has another', async () => {
    const before = await backend();
    route.swallowAll();
    const fault = await faultOfSilent(backend());
    expect(fault.message).toMatch(/the database has not answered for 60 s$/);
    expect(isDatabaseUnavailable(fault)).toBe(true);
    const after = await backend();
    expect(after).toEqual(expect.any(Number));
    expect(after).not.toBe(before);
  });

  it('that falls silent in a transaction is ended, and the transaction fails', async () => {
    const transaction = db.transaction(async (trx) => {
      await backend(trx);
      route.swallowAll();
      await faultOfSilent(backend(trx)).then((fault) => Promise.reject(fault));
    });
    expect(isDatabaseUnavailable(await faultOf(transaction))).toBe(true);
    expect(await backend()).toEqual(expect.any(Number));
  });

  it('takes those that are idle with it: they are as silent', async () => {
    const transactions = await Promise.all([1, 2, 3].map(() => db.transaction()));
    const opened = await Promise.all(transactions.map((trx) => backend(trx)));
    await Promise.all(transactions.map((trx) => trx.commit()));
    expect(new Set(opened).size).toBe(3);
    route.swallowAll();
    await faultOfSilent(backend());
    const next = await Promise.all([backend(), backend(), backend()]);
    expect(next.filter((pid) => opened.includes(pid))).toEqual([]);
  });

  it('that is slow is kept: its server cancels the statement first', async () => {
    const { rows } = await db.raw<{ rows: { statement_timeout: string }[] }>('show statement_timeout');
    expect(rows).toEqual([{ statement_timeout: `${(0.9 * LONG_MS) / 1000}s` }]);
    const before = await backend();
    const slow = db.transaction(async (trx) => {
      await trx.raw('set local statement_timeout = 1');
      await trx.raw('select pg_sleep(10)');
    });
    const fault = await faultOf(slow);
    expect(fault.message).toMatch(/canceling statement due to statement timeout$/);
    expect(isDatabaseUnavailable(fault)).toBe(true);
    expect(await backend()).toBe(before);
  });

  it('that has fallen silent is closed all the same', async () => {
    await backend();
    route.swallowAll();
    const [stream] = streams();
    const closed = db.destroy();
    await waitUntil('it says goodbye', () => stream?.writableEnded);
    if (stream) sayNothingCame(stream);
    await closed;
  });

  it('of which nothing is asked is kept, and is ended when it falls silent after that', async () => {
    const before = await backend();
    for (const stream of streams()) sayNothingCame(stream);
    expect(await backend()).toBe(before);
    route.swallowAll();
    expect(isDatabaseUnavailable(await faultOfSilent(backend()))).toBe(true);
    expect(await backend()).not.toBe(before);
  });
});

describe('a connection to PostgreSQL that vanishes', () => {
  beforeEach(() => open(1_000));

  it('keeps its locks no longer than the server hears of it', async () => {
    await db.schema.dropTableIfExists('locked');
    await db.schema.createTable('locked', (table) => void table.integer('n'));
    const transaction = db.transaction(async (trx) => {
      await trx.raw('lock table locked');
      route.swallowAll();
      await trx('locked').insert({ n: 1 });
    });
    expect(isDatabaseUnavailable(await faultOf(transaction))).toBe(true);
    const free = async () => db('locked').then(() => true, isDatabaseUnavailable);
    await waitUntil('the lock is free', async () => (await free()) && (await db('locked')).length === 0);
    await db.schema.dropTable('locked');
  });
});

async function faultOf(ending: Promise<unknown>): Promise<Error> {
  return ending.then(
    () => new Error('none'),
    (error: Error) => error,
  );
}
