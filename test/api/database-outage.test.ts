import type { Knex } from 'knex';
import { Client } from 'pg';
import { composeStores } from '../../src/app/stores';
import { createDatabaseCheck } from '../../src/store/database/watch-database';
import { isDatabaseUnavailable } from '../../src/store/database/database-errors';
import { openDatabase } from '../../src/store/database/knex';
import { migrateUp } from '../../src/store/database/migrate';
import { sqlite, type OpenDatabase } from '../support/databases/databases';
import {
  startRestartablePostgres,
  type RestartablePostgres,
} from '../support/databases/restartable-postgres';
import { someMasterKeys } from '../support/builders/some-master-keys';
import { waitUntil } from '../support/services/wait-until';
import { basic, TestApi } from '../support/services/test-api';
import { ENVIRONMENT } from '../support/builders/an-environment';
import { realStores } from '../support/services/real-stores';

/* A database that cannot store, under an API that goes on. */

type Answer = Awaited<ReturnType<TestApi['call']>>;

/** The API with the real stores over a database; only what Temporal does is missing. */
class ApiOverDatabase extends TestApi {
  private authorization = '';

  async open(db: Knex): Promise<void> {
    const stores = composeStores(db, someMasterKeys());
    await this.start(
      { maxNotificationUrls: 100 },
      {
        ...realStores(stores),
        health: { check: healthCheck(db), isDraining: () => false },
        isDatabaseUnavailable,
      },
    );
    const by = { kind: 'command_line', id: 'test', requestId: undefined, ip: undefined } as const;
    const { apiKey, apiSecret } = await stores.environments.create({ cloudName: ENVIRONMENT.cloudName }, by);
    this.authorization = basic(apiKey, apiSecret);
  }

  override call(line: string, options: Parameters<TestApi['call']>[1] = {}): Promise<Answer> {
    return super.call(line, { authorization: this.authorization, ...options });
  }

  publish(eventId: string, payload: object = {}): Promise<Answer> {
    return this.call('POST /events', { json: { event_id: eventId, event_type: 'upload', payload } });
  }

  createTrigger(uri: string): Promise<Answer> {
    return this.call('POST /triggers', { json: { event_type: 'upload', uri } });
  }

  async storedEvents(): Promise<readonly string[]> {
    const { json } = await this.call('GET /events?max_results=100');
    return (json as { events: { event_id: string }[] }).events.map((event) => event.event_id).sort();
  }
}

/** Of the database alone. */
function healthCheck(database: Knex) {
  const check = createDatabaseCheck(database);
  return async () => ({
    database: await check().catch(({ message }: Error) => ({ fault: message })),
    temporal: 'ok' as const,
  });
}

const api = new ApiOverDatabase();
let db: Knex;

function expectUnavailable(answer: Answer): void {
  expect([answer.status, answer.headers.get('Retry-After'), answer.json]).toEqual([
    503,
    '5',
    {
      error: { code: 'unavailable', message: 'the database cannot be read or written at present: try again' },
    },
  ]);
}

/** What was refused is not there; and the same process takes it as soon as the database can. */
async function expectRecovery(): Promise<void> {
  expect(await api.storedEvents()).toEqual(['before']);
  expect((await api.publish('during')).status).toBe(202);
  expect((await api.createTrigger('https://hooks.example.com/b')).status).toBe(201);
  expect(await api.storedEvents()).toEqual(['before', 'during']);
}

describe('PostgreSQL', () => {
  let server: RestartablePostgres;
  beforeAll(async () => {
    server = await startRestartablePostgres();
    db = await openDatabase(server.url);
    await migrateUp(db);
    await api.open(db);
  });
  afterAll(async () => {
    await api.stop();
    await db.destroy();
    await server.dispose();
  });
  beforeEach(async () => {
    await db('events').delete();
    await db('triggers').delete();
    await api.publish('before');
  });

  it('that was stopped is answered 503 wherever it is needed, and used again once it runs', async () => {
    await server.stop();
    expectUnavailable(await api.publish('during'));
    expectUnavailable(await api.createTrigger('https://hooks.example.com/b'));
    expectUnavailable(await api.call('GET /triggers'));
    expectUnavailable(await api.call('GET /webhook_keys'));
    const account = 'GET /v1_1/provisioning/accounts/a/sub_accounts';
    expectUnavailable(await api.callAbsolute(account, { authorization: basic('1', '2') }));
    expect((await api.callAbsolute('GET /healthz')).status).toBe(200);
    expect((await api.callAbsolute('GET /readyz')).status).toBe(503);
    expect(api.world.logger.lines.filter(({ level }) => level === 'error')).toEqual([]);

    await server.start();
    await expectRecovery();
  });

  it('that ends connections at work: what was answered 202 is stored, everything else was answered 503', async () => {
    const lock = new Client({ connectionString: server.url });
    await lock.connect();
    await lock.query('begin; lock table events in exclusive mode');
    const ids = Array.from({ length: 20 }, (_, n) => `event-${String(n).padStart(2, '0')}`);
    const publishing = Promise.all(ids.map((id) => api.publish(id)));
    const isWaiting = "wait_event_type = 'Lock'";
    await waitUntil('every connection waits for the lock', async () => {
      const sql = `select 1 from pg_stat_activity where ${isWaiting}`;
      return (await onServer(server.url, sql)).length === 10;
    });
    await endConnections(server.url, isWaiting);
    await lock.end();

    const answers = await publishing;
    const accepted = ids.filter((_, n) => answers[n]?.status === 202);
    const refused = ids.filter((_, n) => answers[n]?.status === 503);
    expect([...accepted, ...refused].sort()).toEqual(ids);
    expect(refused.length).toBeGreaterThanOrEqual(10);
    expect(await api.storedEvents()).toEqual(['before', ...accepted]);
  });

  it('that has become read-only takes nothing, and everything when it has become writable again', async () => {
    const readOnly = async (value: 'on' | 'off') => {
      const elsewhere = server.url.replace(/postgres$/, 'template1');
      await onServer(elsewhere, `alter database postgres set default_transaction_read_only = ${value}`);
      await endConnections(server.url);
    };
    await readOnly('on');
    await waitUntil('it is', async () => (await api.publish('during')).status === 503);
    expectUnavailable(await api.publish('during'));
    expectUnavailable(await api.createTrigger('https://hooks.example.com/b'));
    expect((await api.callAbsolute('GET /readyz')).json).toMatchObject({ database: 'not writable' });
    await readOnly('off');
    await waitUntil('it answers', async () => (await api.call('GET /events')).status === 200);
    await expectRecovery();
  });

  it('all of whose connections are in use is answered 503 rather than waited for without end', async () => {
    const pool = db.client.pool as { max: number; acquireTimeoutMillis: number };
    const { acquireTimeoutMillis } = pool;
    expect(acquireTimeoutMillis).toBe(5_000);
    const held = await Promise.all(Array.from({ length: pool.max }, () => db.transaction()));
    pool.acquireTimeoutMillis = 50;
    expectUnavailable(await api.publish('during'));
    await Promise.all(held.map((each) => each.rollback()));
    pool.acquireTimeoutMillis = acquireTimeoutMillis;
    await expectRecovery();
  });
});

describe('SQLite', () => {
  let opened: OpenDatabase;
  beforeEach(async () => {
    opened = await sqlite.open();
    db = opened.db;
    await api.open(db);
    await api.publish('before');
  });
  afterEach(async () => {
    await api.stop();
    await opened.close();
  });

  it('whose disk is full takes nothing, shows what it has, and takes more when there is room again', async () => {
    // Without the pages that migrations have left free.
    await db.raw('vacuum');
    const [{ page_count: pages }] = (await db.raw('pragma page_count')) as [{ page_count: number }];
    await setMaxPages(pages);
    const large = { text: 'x'.repeat(200_000) };
    expectUnavailable(await api.publish('during', large));
    expect((await api.call('GET /events/before')).status).toBe(200);
    for (let n = 0; ; n++) {
      const answer = await api.createTrigger(`https://hooks.example.com/${n}/${'x'.repeat(1_000)}`);
      if (answer.status === 201) continue;
      expectUnavailable(answer);
      break;
    }
    await setMaxPages(1_000_000);
    await expectRecovery();
  });

  it('that another process keeps locked is read as ever, while what is to be stored waits', async () => {
    const other = await openDatabase(opened.url);
    await other.raw('begin immediate');
    let isPublished = false;
    const ids = ['during-1', 'during-2', 'during-3'];
    const publishing = Promise.all(ids.map((id) => api.publish(id))).finally(() => (isPublished = true));
    const pool = db.client.pool as { numPendingAcquires(): number };
    await waitUntil('they wait', () => pool.numPendingAcquires() === 2);

    const lists = ['/triggers', '/events', '/events/before', '/deliveries', '/audit_log', '/webhook_keys'];
    const statuses = await Promise.all(lists.map(async (path) => (await api.call(`GET ${path}`)).status));
    expect(statuses).toEqual(lists.map(() => 200));
    const readiness = await api.callAbsolute('GET /readyz');
    expect([readiness.status, readiness.json]).toEqual([
      200,
      expect.objectContaining({ status: 'ok', database: 'not writable' }),
    ]);
    expect(isPublished).toBe(false);

    await other.raw('rollback');
    await other.destroy();
    expect((await publishing).map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(await api.storedEvents()).toEqual(['before', ...ids]);
    expect((await api.callAbsolute('GET /readyz')).json).toMatchObject({ database: 'ok' });
  });

  it('that another process keeps locked is answered 503 after the busy timeout', async () => {
    const other = await openDatabase(opened.url);
    await db.raw('pragma busy_timeout = 50');
    await other.raw('begin immediate');
    expectUnavailable(await api.publish('during'));
    expectUnavailable(await api.createTrigger('https://hooks.example.com/b'));
    await other.raw('rollback');
    await other.destroy();
    await expectRecovery();
  });

  it('that may not be written to takes nothing', async () => {
    await db.raw('pragma query_only = on');
    expectUnavailable(await api.publish('during'));
    expectUnavailable(await api.createTrigger('https://hooks.example.com/b'));
    await db.raw('pragma query_only = off');
    await expectRecovery();
  });

  it('that was closed, since the process ends, is answered 503', async () => {
    await db.destroy();
    expectUnavailable(await api.publish('during'));
  });
});

/** A pragma takes no bindings. */
function setMaxPages(pages: number): Promise<unknown> {
  return db.raw('pragma max_page_count = '.concat(String(pages)));
}

async function onServer(url: string, sql: string): Promise<readonly unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<object>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function endConnections(url: string, which = 'true'): Promise<void> {
  const ofTheApi = `application_name = 'webhook-notifications' and ${which}`;
  await onServer(url, `select pg_terminate_backend(pid) from pg_stat_activity where ${ofTheApi}`);
}
