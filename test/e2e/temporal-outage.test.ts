import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startDevServer } from '../../src/temporal/engine/dev-server';
import type { DevServer } from '../../src/temporal/engine/dev-server';
import { devServerCli } from '../support/engines';
import { freePort } from '../support/free-port';
import { startReceiver } from '../support/receiver';
import { recordingLogger } from '../support/recording-logger';
import { Service } from '../support/service';

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
