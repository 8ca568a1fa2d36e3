import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openDatabase } from '../../src/store/database/knex';
import { databases, type TemporaryDatabase } from '../support/databases/databases';
import { freePort } from '../support/services/free-port';
import { startReceiver, type Receiver } from '../support/receivers/receiver';
import { Service } from '../support/services/service';
import { waitUntil } from '../support/services/wait-until';
import { CommandLine } from './canaries/command-line';
import { filePlaces, rowPlaces, storedSecrets } from './canaries/database-places';
import { Drive } from './canaries/drive';
import { kindsWithout, leaksIn, type Place } from './canaries/hunt';
import { withPassword } from './canaries/password-role';
import {
  apiSecretCanary,
  plant,
  plantedCanaries,
  provisioningSecretCanary,
  type Planted,
} from './canaries/planted';
import { RecordingApi } from './canaries/recording-api';
import { formsOf } from './canaries/secret-forms';
import { temporalPlaces } from './canaries/temporal-places';

/*
 * Secrets that can be recognised are given to the service, every feature is used, and then everything that it has kept,
 * printed, answered or sent is searched for them.
 */

it.each(formsOf(Buffer.from('canary-"é/+&\\ of more than sixteen bytes')))(
  'finds a secret $name',
  ({ bytes }) => {
    const place: Place = { kind: 'log', name: 'some', bytes: Buffer.concat([Buffer.from('before '), bytes]) };
    const canaries = [{ name: 'secret', secret: Buffer.from('canary-"é/+&\\ of more than sixteen bytes') }];
    expect(leaksIn([place], canaries)).not.toEqual([]);
  },
);

describe.each(databases)('on $name', ({ name, createEmpty }) => {
  let planted: Planted;
  let marker: string;
  let database: TemporaryDatabase;
  let receiver: Receiver;
  let service: Service;
  let settings: Record<string, string>;
  const places: Place[] = [];
  const provisioningSecrets: string[] = [];

  beforeAll(async () => {
    planted = plant();
    marker = `marker-${randomBytes(8).toString('hex')}`;
    [database, receiver] = await Promise.all([
      createEmpty(),
      startReceiver(({ path: asked }) => (asked.startsWith('/refuse') ? 503 : 200)),
    ]);
    if (name === 'PostgreSQL') database = await withPassword(database, planted.databasePassword);
    settings = {
      DATABASE_URL: database.url,
      MASTER_KEYS: keyring(planted, 1),
      TEMPORAL_API_KEY: planted.temporalApiKey,
      TEMPORAL_TLS: 'false',
      TEMPORAL_TASK_QUEUE: marker,
      METRICS_PORT: String(await freePort()),
      RETRY_DELAYS_SECONDS: '1,600',
      LOG_LEVEL: 'debug',
    };
    service = await Service.start(settings);
    settings.DATA_DIR = service.dataFolder;
  }, 90_000);
  afterAll(async () => {
    await service.dispose();
    await receiver.close();
    await database.drop();
  }, 60_000);

  it('no secret is anywhere but where its contract shows it', async () => {
    const api = new RecordingApi(() => service.port, marker);
    const drive = new Drive(service, api, receiver, planted, marker);
    const commands = new CommandLine(settings);
    await drive.everything();
    await commands.run(`environment create ${marker}`);
    await commands.run('keys create demo read');
    await commands.run('keys rotate demo');
    await commands.run('config', { WEBHOOK_PROXY_URL: proxyUrl(planted, 1) });
    await drive.publish('rotated', { event_type: 'rename' });
    await withoutTriggers(database.url, async () => {
      await drive.call('GET /triggers', 500);
      const payload = { public_id: planted.contentText };
      await drive.call('POST /events', 202, { json: { event_id: 'stuck', event_type: 'upload', payload } });
      await waitUntil(
        'the worker has failed',
        () => service.printed.includes('no such table') || service.printed.includes('does not exist'),
      );
    });
    const failing = await failed(drive);
    await stop();

    settings.MASTER_KEYS = keyring(planted, 2);
    await commands.run('keys rotate', settings);
    provisioningSecrets.push(service.credentials.provisioning_api_secret);
    await commands.run('account key', settings);
    await failingCommands(commands);
    // Nothing of this machine may be reached now, and the proxy cannot be.
    const proxy = { WEBHOOK_PROXY_URL: proxyUrl(planted, await freePort()) };
    service = await Service.start({ ...settings, ...proxy, ALLOW_CIDRS: '' });
    const later = new Drive(service, api, receiver, planted, marker);
    await later.call(`POST /deliveries/${failing}/retry`, 202);
    await later.waitForDelivery(failing, { status: 'failed', attempt_count: 4 });
    const unsent = await later.publish('unsent', {
      request: { notification_url: `https://hooks.example.com/?token=${planted.urlToken}` },
    });
    const temporal = () => temporalPlaces(`127.0.0.1:${service.temporalPort}`);
    await waitUntil('an attempt has failed for want of the proxy', async () =>
      (await temporal()).some(
        (place) => place.name.includes(unsent) && place.bytes.includes('"lastFailure"'),
      ),
    );
    places.push(...(await temporal()));
    await stop();

    places.push(
      ...api.answers,
      ...commands.outputs,
      ...receivedPlaces(receiver),
      ...keptPlaces(service.dataFolder),
    );
    expect(kindsWithout([...places, ...(await databasePlaces())], marker)).toEqual([]);
    expect(leaksIn([...places, ...(await databasePlaces())], await canaries(api, commands))).toEqual([]);
  }, 120_000);

  async function stop(): Promise<void> {
    const metrics = await fetch(`http://127.0.0.1:${settings.METRICS_PORT}/metrics`);
    places.push({ kind: 'metrics', name: 'metrics', bytes: Buffer.from(await metrics.text()) });
    expect(await service.signal('SIGTERM')).toBe(0);
    places.push({ kind: 'log', name: 'of the service', bytes: Buffer.from(service.printed) });
  }

  async function databasePlaces(): Promise<readonly Place[]> {
    const db = await openDatabase(database.url);
    try {
      return [...(await rowPlaces(db)), ...filePlaces('database', database.url.replace('sqlite:', ''))];
    } finally {
      await db.destroy();
    }
  }

  /** What was planted, and what was made meanwhile. */
  async function canaries(api: RecordingApi, commands: CommandLine) {
    const db = await openDatabase(database.url);
    const stored = await storedSecrets(db, keyring(planted, 2)).finally(() => db.destroy());
    const told = [...api.answers, ...commands.outputs].map(({ bytes }) => bytes.toString('utf8')).join('\n');
    const shown = (field: string) =>
      [...told.matchAll(new RegExp(`"${field}": ?"([^"]+)"`, 'g'))].map(([, secret]) => secret ?? '');
    const { api_secret, provisioning_api_secret } = service.credentials;
    provisioningSecrets.push(provisioning_api_secret);
    const apiSecrets = new Set([
      ...stored.apiSecrets,
      ...shown('api_secret'),
      ...shown('secret'),
      api_secret,
    ]);
    expect(apiSecrets.size).toBeGreaterThan(6);
    expect(stored.privateKeys.length).toBeGreaterThan(3);
    return [
      ...plantedCanaries(planted),
      ...stored.privateKeys,
      ...[...apiSecrets].map(apiSecretCanary),
      ...[...shown('provisioning_api_secret'), ...provisioningSecrets].map(provisioningSecretCanary),
    ];
  }

  /** Commands whose settings are wrong, so that they say what is. */
  async function failingCommands(commands: CommandLine): Promise<void> {
    const password = planted.databasePassword;
    const dead = await freePort();
    const faulty: readonly Record<string, string>[] = [
      { MASTER_KEYS: planted.masterKeys[0].toString('base64') },
      { DATABASE_URL: `mysql://canary:${password}@127.0.0.1/x` },
      { DATABASE_URL: `postgres://canary:${password}@127.0.0.1:${dead}/x?password=${password}` },
      { WEBHOOK_PROXY_URL: proxyUrl(planted, 1).replace('http:', 'ftp:') },
    ];
    for (const wrong of faulty) await commands.run('environment list', { ...settings, ...wrong }, 1);
  }
});

/** The delivery of the failing receiver. */
async function failed(drive: Drive): Promise<string> {
  const { deliveries } = await drive.call('GET /deliveries?status=failed&event_id=failing', 200);
  return (deliveries as readonly { readonly id: string }[])[0]?.id ?? fail('there is none');
}

/** @param active number of the master key that is the first one. */
function keyring({ masterKeys }: Planted, active: 1 | 2): string {
  const [first, second] = masterKeys.map((key, n) => `k${n + 1}=${key.toString('base64')}`);
  return active === 1 ? `${first}` : `${second},${first}`;
}

function proxyUrl({ proxyPassword }: Planted, port: number): string {
  return `http://canary:${proxyPassword}@127.0.0.1:${port}`;
}

/** Takes a table away, so that requests and activities fail by our own fault. */
async function withoutTriggers(url: string, task: () => Promise<void>): Promise<void> {
  const db = await openDatabase(url);
  try {
    await db.raw('alter table triggers rename to triggers_away');
    await task();
  } finally {
    await db.raw('alter table triggers_away rename to triggers');
    await db.destroy();
  }
}

function receivedPlaces({ requests }: Receiver): readonly Place[] {
  return requests.map(({ path: asked, headers, rawBody }) => ({
    kind: 'received by customers',
    name: asked.replace(/\?.*/, ''),
    bytes: Buffer.concat([Buffer.from(JSON.stringify(headers)), rawBody]),
  }));
}

/** What the Temporal dev server has written. */
function keptPlaces(dataFolder: string): readonly Place[] {
  const log = path.join(dataFolder, 'temporal.log');
  return [
    ...filePlaces('Temporal database', path.join(dataFolder, 'temporal.db')),
    { kind: 'log', name: 'of the dev server', bytes: readFileSync(log) },
  ];
}
