import type { Knex } from 'knex';
import { composeStores } from '../../src/app/stores';
import { isDatabaseUnavailable } from '../../src/store/database/database-errors';
import { createDatabaseCheck } from '../../src/store/database/watch-database';
import { openDatabase } from '../../src/store/database/knex';
import { BY } from '../support/builders/an-audit-entry';
import { postgres, type OpenDatabase } from '../support/databases/databases';
import { openSilentRoute, type SilentRoute } from '../support/receivers/silent-route';
import { someMasterKeys } from '../support/builders/some-master-keys';
import { startOwnClock } from '../support/services/own-clock';
import { waitUntil } from '../support/services/wait-until';
import { basic, TestApi } from '../support/services/test-api';
import { ENVIRONMENT } from '../support/builders/an-environment';
import { realStores } from '../support/services/real-stores';

/* The way to PostgreSQL falls silent, again and again, under an API that many call: as it is run. */

const MAX_SILENCE_MS = 5_000;
const MAX_DATABASE_WAIT_MS = 7_000;
const MAX_ANSWER_MS = 10_000;

/** A busy machine is no database's fault. */
const clock = startOwnClock();
afterAll(() => clock.stop());

/** One after the other: the connections that are open vanish, or those that are opened then, too. */
const SILENCES = ['swallow', 'block', 'swallow'] as const;
/** More than the pool has connections. */
const CALLERS = 12;

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
  const startedMs = clock.now();
  const options = { authorization, ...(json && { json }) };
  const { status } = await (line.endsWith('/readyz')
    ? api.callAbsolute(line, options)
    : api.call(line, options));
  return { line, eventId: json?.event_id, status, tookMs: clock.now() - startedMs };
}

const publish = (eventId: string) =>
  call('POST /events', { event_id: eventId, event_type: 'upload', payload: {} });

/** All calls so far, in the order of their answers. */
const calls: Called[] = [];
async function keep(calling: Promise<Called>): Promise<void> {
  calls.push(await calling);
}

/** What one of the callers does, without a pause: mostly publishing. */
async function keepCalling(caller: number, isOver: () => boolean): Promise<void> {
  for (let n = caller; !isOver(); n++) {
    const id = `${caller}-${n}`;
    const uri = `https://hooks.example.com/${id}`;
    if (n % 5 === 4) {
      await keep(call('POST /triggers', { event_type: 'upload', uri }));
      await keep(call('GET /triggers?event_type=eager'));
    } else if (n % 5 === 3) {
      await keep(call('GET /readyz'));
      await keep(call('GET /events?max_results=1'));
    } else await keep(publish(id));
    await pause(20);
  }
}

/** Each silence begins while requests succeed, at any moment of one, and lasts at least until some have failed. */
async function fallSilentNowAndThen(): Promise<void> {
  for (const silence of SILENCES) {
    await untilAnswered(202);
    await pause(Math.random() * 300);
    if (silence === 'swallow') {
      route.swallowAll();
      await untilAnswered(503);
    } else {
      route.block();
      await untilAnswered(503);
      await pause(Math.random() * 1_000);
      route.lift();
    }
  }
  await untilAnswered(202);
}

/** Waits until a status is answered once more. */
async function untilAnswered(status: number): Promise<void> {
  const before = calls.length;
  const isAnswered = () => calls.slice(before).some((called) => called.status === status);
  await waitUntil(`${status} is answered`, isAnswered, 60_000);
}

it('every request is answered within 10 s, and nothing that was accepted is lost or stored twice', async () => {
  let isOver = false;
  const callers = Array.from({ length: CALLERS }, (_, caller) => keepCalling(caller, () => isOver));
  const silences = fallSilentNowAndThen().finally(() => (isOver = true));
  await Promise.allSettled([silences, ...callers]);
  await Promise.all([silences, ...callers]);

  expect(calls.filter(({ tookMs }) => tookMs > MAX_ANSWER_MS)).toEqual([]);
  expect(calls.filter(({ status }) => ![200, 201, 202, 503].includes(status))).toEqual([]);

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
}, 240_000);

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
