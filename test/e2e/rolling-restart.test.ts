import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startDevServer } from '../../src/local/dev-server/dev-server';
import type { DevServer } from '../../src/local/dev-server/dev-server';
import { postgres } from '../support/databases/databases';
import type { OpenDatabase } from '../support/databases/databases';
import { devServerCli } from '../support/engines/engines';
import { freePort } from '../support/services/free-port';
import { startReceiver } from '../support/receivers/receiver';
import type { Receiver } from '../support/receivers/receiver';
import { recordingLogger } from '../support/builders/recording-logger';
import { Service } from '../support/services/service';
import { SteadyPublisher, type Published } from '../support/services/steady-publisher';
import { waitUntil } from '../support/services/wait-until';

/* What an upgrade without an interruption is: two processes, restarted one after the other while events come in. */

const ROUNDS = Number(process.env.ROLLING_ROUNDS ?? 1);
const DRAIN_DELAY_SECONDS = 1;
/** What attempts under way are promised: their deadline, and 5 s. */
const GRACE_SECONDS = 25;

let folder: string;
let temporal: DevServer;
let database: OpenDatabase;
let receivers: readonly Receiver[];
let services: readonly [Service, Service];
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'webhook-notifications-rolling-'));
  [temporal, database, receivers] = await Promise.all([startTemporal(), postgres.open(), startReceivers()]);
  const settings = {
    TEMPORAL_ADDRESS: temporal.address,
    DATABASE_URL: database.url,
    DRAIN_DELAY_SECONDS: String(DRAIN_DELAY_SECONDS),
    MASTER_KEYS: `k1=${randomBytes(32).toString('base64')}`,
  };
  const first = await Service.start(settings);
  services = [first, await Service.start({ ...settings, DATA_DIR: first.dataFolder })];
}, 90_000);
afterAll(async () => {
  for (const service of services) await service.dispose();
  for (const receiver of receivers) await receiver.close();
  await database.close();
  await temporal.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

async function startTemporal(): Promise<DevServer> {
  return startDevServer({
    cli: devServerCli(),
    port: await freePort(),
    uiPort: await freePort(),
    databaseFile: path.join(folder, 'temporal.db'),
    namespace: 'default',
    logFile: path.join(folder, 'temporal.log'),
    env: process.env,
    logger: recordingLogger(),
    onGivenUp: (error) => {
      throw error;
    },
  });
}

/** Several, so that none of them is taken for too busy. */
function startReceivers(): Promise<readonly Receiver[]> {
  return Promise.all(Array.from({ length: 4 }, () => startReceiver(slowly)));
}

/** From 200 to 800 ms, so that attempts are under way whenever a process is told to stop. */
async function slowly(_request: unknown, index: number): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 200 + ((index * 137) % 600)));
  return 200;
}

const received = () => receivers.flatMap(({ requests }) => requests);

function publishSteadily(): SteadyPublisher {
  const { api_key, api_secret } = services[0].credentials;
  return new SteadyPublisher({
    apis: services.map(({ port }) => `http://127.0.0.1:${port}`),
    path: '/v1_1/demo/events',
    authorization: `Basic ${Buffer.from(`${api_key}:${api_secret}`).toString('base64')}`,
    eventAt: (n) => ({
      event_type: 'upload',
      payload: {},
      request: { notification_url: receivers[n % receivers.length]?.url },
    }),
    lanes: 2,
    pauseMs: 250,
  });
}

interface Ending {
  readonly code: number | null;
  readonly seconds: number;
}

async function restart(service: Service): Promise<Ending> {
  const startedMs = performance.now();
  const code = await service.signal('SIGTERM');
  const seconds = (performance.now() - startedMs) / 1000;
  await service.run();
  return { code, seconds };
}

it('restarting one process after the other loses no event, repeats no delivery and fails no attempt', async () => {
  const publisher = publishSteadily();
  const endings: Ending[] = [];
  let published: Published;
  try {
    await waitUntil('it is under way', () => received().length >= 20, 60_000);
    for (let round = 0; round < ROUNDS; round++) {
      for (const service of services) endings.push(await restart(service));
    }
  } finally {
    published = await publisher.stop();
  }
  const { accepted, triedAgain } = published;
  if (ROUNDS > 1) console.log(JSON.stringify({ accepted: accepted.length, triedAgain, endings }));
  expect(
    endings.filter(({ code, seconds }) => code !== 0 || seconds > DRAIN_DELAY_SECONDS + GRACE_SECONDS),
  ).toEqual([]);

  const deliveries = () => database.db('deliveries').select('event_id', 'status', 'attempt_count');
  const pending = async () => (await deliveries()).filter(({ status }) => status === 'pending');
  // A task that Temporal hands to a process that is leaving comes back after 10 s.
  await waitUntil(
    'there is a delivery of each',
    async () => (await deliveries()).length === accepted.length,
    60_000,
  );
  await waitUntil('every delivery has ended', async () => (await pending()).length === 0, 60_000);
  const asAccepted = [...accepted]
    .sort()
    .map((event_id) => ({ event_id, status: 'delivered', attempt_count: 1 }));
  expect(await deliveries().orderBy('event_id')).toEqual(asAccepted);
  const ids = received().map(({ headers }) => headers['webhook-id']);
  expect(ids).toHaveLength(accepted.length);
  expect(new Set(ids).size).toBe(accepted.length);
}, 240_000);

it('a process that is to end says so to load balancers while it still serves', async () => {
  const [service] = services;
  const ended = service.signal('SIGTERM');
  const readiness = await waitUntil('it is not ready any more', async () => {
    const answer = await fetch(`http://127.0.0.1:${service.port}/readyz`);
    return answer.status === 503 && answer;
  });
  expect(readiness.headers.get('connection')).toBe('close');
  expect(await readiness.json()).toMatchObject({ status: 'draining', database: 'ok', temporal: 'ok' });
  const event = { event_id: 'late', event_type: 'upload', payload: {} };
  expect((await service.call('POST', '/events', event)).status).toBe(202);
  expect(await ended).toBe(0);
});
