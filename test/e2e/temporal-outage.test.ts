import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startDevServer } from '../../src/local/dev-server/dev-server';
import type { DevServer } from '../../src/local/dev-server/dev-server';
import { halt, processesWith } from '../support/services/all-processes';
import { devServerCli } from '../support/engines/engines';
import { freePort } from '../support/services/free-port';
import { startReceiver } from '../support/receivers/receiver';
import { recordingLogger } from '../support/builders/recording-logger';
import { Service } from '../support/services/service';
import { waitUntil } from '../support/services/wait-until';

/* What survives: a Temporal server that is away for half a minute. */

const OUTAGE_MS = 30_000;
const BETWEEN_EVENTS_MS = 500;

it('every event that was accepted while Temporal was away is delivered, once, when it is back', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'webhook-notifications-outage-'));
  const port = await freePort();
  const uiPort = await freePort();
  const startTemporal = (): Promise<DevServer> =>
    startDevServer({
      cli: devServerCli(),
      port,
      uiPort,
      databaseFile: path.join(folder, 'temporal.db'),
      namespace: 'default',
      logFile: path.join(folder, 'temporal.log'),
      env: process.env,
      logger: recordingLogger(),
      onGivenUp: (error) => {
        throw error;
      },
    });
  const receiver = await startReceiver();
  let temporal = await startTemporal();
  const service = await Service.start({ TEMPORAL_ADDRESS: temporal.address });
  try {
    await temporal.stop();
    const accepted: string[] = [];
    const backAtMs = Date.now() + OUTAGE_MS;
    while (Date.now() < backAtMs) {
      const answer = await service.call<{ event_id: string }>('POST', '/events', {
        event_type: 'upload',
        payload: { public_id: `p${accepted.length}` },
        request: { notification_url: receiver.url },
      });
      expect(answer.status).toBe(202);
      accepted.push(answer.body.event_id);
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_EVENTS_MS));
    }
    expect(receiver.requests).toHaveLength(0);

    temporal = await startTemporal();
    await receiver.waitForRequests(accepted.length, 30_000);
    const told = receiver.requests.map(({ body }) => (JSON.parse(body) as { public_id: string }).public_id);
    expect(told.sort()).toEqual(accepted.map((_, n) => `p${n}`).sort());
  } finally {
    await service.dispose();
    await temporal.stop();
    await receiver.close();
    rmSync(folder, { recursive: true, force: true });
  }
}, 150_000);

it('asking for a retry while Temporal is away answers 503 and changes nothing', async () => {
  const receiver = await startReceiver([503]);
  const service = await Service.start({ RETRY_DELAYS_SECONDS: '600' });
  try {
    const request = { notification_url: receiver.url };
    await service.call('POST', '/events', { event_id: 'e1', event_type: 'upload', payload: {}, request });
    const id = await waitUntil('it waits', async () => {
      const { deliveries } = (await service.call<Deliveries>('GET', '/deliveries')).body;
      return deliveries[0]?.attempt_count === 1 && deliveries[0].id;
    });
    // The watchdog restarts a dev server that ends: one that is stopped answers nothing.
    const temporal = processesWith('server start-dev', `--port ${service.temporalPort}`);
    await halt(temporal);
    const answer = await service.call('POST', `/deliveries/${id}/retry`);
    for (const pid of temporal) process.kill(pid, 'SIGCONT');
    expect(answer).toMatchObject({ status: 503, body: { error: { code: 'unavailable' } } });
    expect(receiver.requests).toHaveLength(1);
  } finally {
    await service.dispose();
    await receiver.close();
  }
}, 90_000);

interface Deliveries {
  readonly deliveries: readonly { readonly id: string; readonly attempt_count: number }[];
}
