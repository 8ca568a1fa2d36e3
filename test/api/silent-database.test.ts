import type { Knex } from 'knex';
import { composeStores } from '../../src/app/stores';
import { isDatabaseUnavailable } from '../../src/store/database/database-errors';
import { createDatabaseCheck } from '../../src/store/database/check-database';
import { openDatabase } from '../../src/store/database/knex';
import { BY } from '../support/builders/an-audit-entry';
import { postgres, type OpenDatabase } from '../support/databases/databases';
import { openSilentRoute, type SilentRoute } from '../support/receivers/silent-route';
import { someMasterKeys } from '../support/builders/some-master-keys';
import { waitUntil } from '../support/services/wait-until';
import { basic, TestApi } from '../support/services/test-api';
import { ENVIRONMENT } from '../support/builders/an-environment';
import { realStores } from '../support/services/real-stores';

/* The way to PostgreSQL falls silent, again and again, under an API that many call: as it is run. */

const MAX_SILENCE_MS = 5_000;
const MAX_DATABASE_WAIT_MS = 7_000;
const MAX_ANSWER_MS = 10_000;

/** How long this process has stood still in all, for want of a processor: no database's fault. */
const standstill = { ms: 0 };
const TICK_MS = 20;
let lastTickMs = performance.now();
const ticking = setInterval(() => {
  const nowMs = performance.now();
  standstill.ms += Math.max(0, nowMs - lastTickMs - 2 * TICK_MS);
  lastTickMs = nowMs;
}, TICK_MS);
afterAll(() => clearInterval(ticking));

const STORM_MS = 25_000;
const CALLERS = 40;

interface Called {
  readonly line: string;
  readonly eventId: string | undefined;
  readonly status: number;
  readonly tookMs: number;
}

let opened: OpenDatabase;
let route: SilentRoute;
let db: Knex;
let authorization: string;
const api = new TestApi();
beforeAll(async () => {
  opened = await postgres.open();
  route = await openSilentRoute(new URL(opened.url));
  db = await openDatabase(route.url, { maxSilenceMs: MAX_SILENCE_MS });
  const stores = composeStores(db, someMasterKeys());
  const check = createDatabaseCheck(db);
  await api.start(
    { maxDatabaseWaitMs: MAX_DATABASE_WAIT_MS, maxNotificationUrls: 10_000 },
    {
      ...realStores(stores),
      isDatabaseUnavailable,
      health: {
        check: async () => ({
          database: await check().catch(({ message }: Error) => ({ fault: message })),
          temporal: 'ok',
        }),
        isDraining: () => false,
      },
    },
  );
  const { apiKey, apiSecret } = await stores.environments.create({ cloudName: ENVIRONMENT.cloudName }, BY);
  authorization = basic(apiKey, apiSecret);
});
afterAll(async () => {
  await api.stop();
  await db.destroy();
  route.close();
  await opened.close();
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function call(
  line: string,
  json?: { readonly event_type: string; readonly event_id?: string; readonly [field: string]: unknown },
): Promise<Called> {
  const startedMs = performance.now();
  const standstillMs = standstill.ms;
  const options = { authorization, ...(json && { json }) };
  const { status } = await (line.endsWith('/readyz')
    ? api.callAbsolute(line, options)
    : api.call(line, options));
  const tookMs = performance.now() - startedMs - (standstill.ms - standstillMs);
  return { line, eventId: json?.event_id, status, tookMs };
}

const publish = (eventId: string) =>
  call('POST /events', { event_id: eventId, event_type: 'upload', payload: {} });

/** What one of the callers does, without a pause: mostly publishing. */
async function keepCalling(caller: number, until: number): Promise<readonly Called[]> {
  const calls: Called[] = [];
  for (let n = caller; performance.now() < until; n++) {
    const id = `${caller}-${n}`;
    const uri = `https://hooks.example.com/${id}`;
    if (n % 5 === 4) {
      calls.push(await call('POST /triggers', { event_type: 'upload', uri }));
      calls.push(await call('GET /triggers?event_type=eager'));
    } else if (n % 5 === 3) calls.push(await call('GET /readyz'), await call('GET /events?max_results=1'));
    else calls.push(await publish(id));
    await pause(20);
  }
  return calls;
}

async function fallSilentNowAndThen(until: number): Promise<void> {
  while (performance.now() < until) {
    await pause(500 + Math.random() * 6_000);
    if (Math.random() < 0.4) {
      route.swallowAll();
    } else {
      route.block();
      await pause(1_000 + Math.random() * 7_000);
      route.lift();
    }
  }
}

it('every request is answered within 10 s, and nothing that was accepted is lost or stored twice', async () => {
  const until = performance.now() + STORM_MS;
  const callers = Array.from({ length: CALLERS }, (_, caller) => keepCalling(caller, until));
  const [calls] = await Promise.all([
    Promise.all(callers).then((each) => each.flat()),
    fallSilentNowAndThen(until),
  ]);

  expect(calls.filter(({ tookMs }) => tookMs > MAX_ANSWER_MS)).toEqual([]);
  expect(new Set(calls.map(({ status }) => status))).toEqual(new Set([200, 201, 202, 503]));

  const published = calls.filter(({ eventId }) => eventId !== undefined);
  const stored = new Set<string>(await opened.db('events').pluck('event_id'));
  const accepted = published.filter(({ status }) => status === 202).map(({ eventId }) => eventId ?? '');
  expect(accepted.filter((id) => !stored.has(id))).toEqual([]);

  const refused = published.filter(({ status }) => status === 503).map(({ eventId }) => eventId ?? '');
  await Promise.all(refused.map((id) => untilServed(() => publish(id))));
  const ids = await opened.db('events').pluck<string[]>('event_id');
  expect(ids.sort()).toEqual(published.map(({ eventId }) => eventId).sort());
  const change = { event_type: 'upload', uri: 'https://hooks.example.com/after' };
  expect((await untilServed(() => call('POST /triggers', change))).status).toBe(201);
  expect((await call('GET /readyz')).status).toBe(200);
  const pool = db.client.pool as { numUsed(): number; numPendingCreates(): number };
  await waitUntil('no connection is in use', () => pool.numUsed() + pool.numPendingCreates() === 0);
}, 120_000);

/** As a producer does it. */
async function untilServed(send: () => Promise<Called>): Promise<Called> {
  return waitUntil(
    'it is served',
    async () => {
      const called = await send();
      expect(called.tookMs).toBeLessThan(MAX_ANSWER_MS);
      return called.status !== 503 && called;
    },
    40_000,
  );
}
