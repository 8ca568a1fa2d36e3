import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { Knex } from 'knex';
import { isDatabaseUnavailable } from '../../src/store/is-database-unavailable';
import { openDatabase } from '../../src/store/knex';

/* A PostgreSQL whose connections can be made to vanish without a word, as behind a router that fails. */

const MAX_SILENCE_MS = 200;

describe('a connection to PostgreSQL', () => {
  let route: Route;
  let db: Knex;
  beforeEach(async () => {
    route = await openRoute(new URL(process.env.TEST_POSTGRES_URL ?? ''));
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

interface Route {
  readonly url: string;
  /** From now on the connections that are open carry nothing, in either direction. */
  swallowAll(): void;
  close(): void;
}

async function openRoute(target: URL): Promise<Route> {
  const pairs: (readonly [Socket, Socket])[] = [];
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    near.pipe(far);
    far.pipe(near);
    for (const socket of [near, far]) socket.on('error', () => undefined);
    pairs.push([near, far]);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    swallowAll: () => {
      for (const [near, far] of pairs) {
        near.unpipe(far).resume();
        far.unpipe(near).resume();
      }
    },
    close: () => {
      for (const socket of pairs.flat()) socket.destroy();
      server.close();
    },
  };
}
