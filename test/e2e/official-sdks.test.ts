import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import path from 'node:path';
import { v2 as cloudinary } from 'cloudinary';
import { hasPython, pythonWithSdk } from '../support/receivers/official-sdks/python';
import { startReceiver } from '../support/receivers/receiver';
import type { Receiver } from '../support/receivers/receiver';
import { Service } from '../support/services/service';

/* The official SDKs as their users have them, pointed at us by their base-URL setting. */

interface Client {
  readonly language: string;
  readonly program: () => Promise<string>;
  readonly script: string;
}

const CLIENTS: readonly Client[] = [
  { language: 'Node', program: () => Promise.resolve(process.execPath), script: 'sdk/triggers.mjs' },
  ...(hasPython() ? [{ language: 'Python', program: pythonWithSdk, script: 'sdk/triggers.py' }] : []),
];

interface Answers {
  readonly id: string;
  /** Of the clients that read them: the time in seconds. */
  readonly limits?: { readonly allowed: number; readonly remaining: number; readonly reset_at: number };
  readonly listed: { readonly triggers: readonly Record<string, unknown>[]; readonly total: number };
  readonly updated: Record<string, unknown>;
  readonly tested: Record<string, unknown>;
  readonly deleted: Record<string, unknown>;
}

let service: Service;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
  service = await Service.start();
}, 90_000);
afterAll(async () => {
  await service.dispose();
  await receiver.close();
}, 60_000);

async function run({ program, script }: Client): Promise<Answers> {
  const { cloud_name, api_key, api_secret } = service.credentials;
  const { stdout } = await promisify(execFile)(await program(), [path.join(__dirname, script)], {
    env: {
      PATH: process.env.PATH,
      API_URL: `http://127.0.0.1:${service.port}`,
      CLOUD_NAME: cloud_name,
      API_KEY: api_key,
      API_SECRET: api_secret,
      HOOK_URL: new URL('/', receiver.url).href.replace(/\/$/, ''),
    },
  });
  return JSON.parse(stdout) as Answers;
}

it.each(CLIENTS)(
  'the official $language client makes every trigger call',
  async (client) => {
    const { id, limits, listed, updated, tested, deleted } = await run(client);
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(listed.triggers.map((trigger) => trigger.id)).toEqual([id]);
    expect(listed.total).toBe(1);
    expect(updated).toMatchObject({ message: 'ok' });
    expect(tested).toEqual({ trigger_id: id, filter_present: false, filter_result: true });
    expect(deleted).toEqual({ message: 'ok' });
    if (client.language === 'Python') {
      expect(limits).toMatchObject({ allowed: 100, remaining: expect.any(Number) });
      expect(Math.abs((limits?.reset_at ?? 0) - Date.now() / 1000)).toBeLessThan(60);
    }
    expect((await service.call('GET', '/triggers')).body).toEqual({ triggers: [], total: 0 });
  },
  180_000,
);

interface Notification {
  readonly body: string;
  readonly timestamp: string;
  readonly signature: string;
  readonly api_secret: string;
  readonly algorithm: 'sha1' | 'sha256';
}

describe.each(['sha1', 'sha256'] as const)(
  'a delivery of a product environment that signs with %s',
  (algorithm) => {
    let notification: Notification;
    beforeAll(async () => {
      await service.setSignatureAlgorithm(algorithm);
      const before = receiver.requests.length;
      const request = { notification_url: receiver.url };
      await service.call('POST', '/events', {
        event_type: 'upload',
        payload: { public_id: 'Kästchen/é' },
        request,
      });
      const received = (await receiver.waitForRequests(before + 1))[before];
      notification = {
        body: received?.body ?? '',
        timestamp: String(received?.headers['x-cld-timestamp']),
        signature: String(received?.headers['x-cld-signature']),
        api_secret: service.credentials.api_secret,
        algorithm,
      };
    });

    it('is verified by the official Node SDK', () => {
      const { body, timestamp, signature, api_secret } = notification;
      cloudinary.config({ api_secret, signature_algorithm: algorithm });
      expect(cloudinary.utils.verifyNotificationSignature(body, Number(timestamp), signature)).toBe(true);
      expect(cloudinary.utils.verifyNotificationSignature(`${body} `, Number(timestamp), signature)).toBe(
        false,
      );
    });

    // On a machine without Python there is no such test.
    if (hasPython()) {
      it('is verified by the official Python SDK', async () => {
        const python = await pythonWithSdk();
        const cases = [notification, { ...notification, body: `${notification.body} ` }];
        const answers = execFileSync(python, [path.join(__dirname, 'sdk/verify.py')], {
          input: JSON.stringify(cases),
          encoding: 'utf8',
        });
        expect(JSON.parse(answers)).toEqual([true, false]);
      });
    }
  },
);
