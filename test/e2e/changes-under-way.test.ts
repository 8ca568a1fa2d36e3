import { execFile } from 'node:child_process';
import { createPublicKey, verify } from 'node:crypto';
import path from 'node:path';
import { promisify } from 'node:util';
import type { jwks } from '../../src/signing/jwks';
import { type ReceivedRequest, type Receiver, startReceiver } from '../support/receivers/receiver';
import { Service } from '../support/services/service';
import { waitUntil } from '../support/services/wait-until';

/* What an operator changes while deliveries wait for their next attempt, and what becomes of these. */

const CLI = path.resolve(__dirname, '../../dist/src/cli.js');

interface Delivery {
  readonly id: string;
  readonly status: string;
  readonly attempt_count: number;
}
type KeySet = ReturnType<typeof jwks>;

let accepting: boolean;
let service: Service;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver(() => (accepting ? 200 : 503));
  service = await Service.start({ RETRY_DELAYS_SECONDS: '1,1,1,1,1,1,1,1,1,1,1,1' });
}, 90_000);
beforeEach(() => (accepting = false));
afterAll(async () => {
  await service.dispose();
  await receiver.close();
}, 60_000);

/** An event whose receiver has refused it once. */
async function refusedOnce(eventId: string): Promise<void> {
  const before = receiver.requests.length;
  const request = { notification_url: receiver.url };
  const event = { event_id: eventId, event_type: 'upload', payload: { public_id: 'a' }, request };
  expect((await service.call('POST', '/events', event)).status).toBe(202);
  await receiver.waitForRequests(before + 1);
}

const deliveryOf = async (eventId: string) =>
  (await service.call<{ deliveries: Delivery[] }>('GET', `/events/${eventId}`)).body.deliveries[0];

/** The requests of an event's only delivery, once it has been accepted. */
async function delivered(eventId: string): Promise<readonly ReceivedRequest[]> {
  accepting = true;
  const { id } = await waitUntil(`${eventId} is delivered`, async () => {
    const delivery = await deliveryOf(eventId);
    return delivery?.status === 'delivered' && delivery;
  });
  return receiver.requests.filter(({ headers }) => headers['webhook-id'] === id);
}

async function provisioning(method: string, resource: string, body?: object): Promise<Response> {
  const { account_id, provisioning_api_key, provisioning_api_secret } = service.credentials;
  const secret = Buffer.from(`${provisioning_api_key}:${provisioning_api_secret}`).toString('base64');
  return fetch(`http://127.0.0.1:${service.port}/v1_1/provisioning/accounts/${account_id}${resource}`, {
    method,
    headers: { authorization: `Basic ${secret}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
}

async function setEnabled(enabled: boolean): Promise<void> {
  const listed = await (await provisioning('GET', '/sub_accounts')).json();
  const [{ id }] = (listed as { sub_accounts: [{ id: string }] }).sub_accounts;
  expect((await provisioning('PUT', `/sub_accounts/${id}`, { enabled })).status).toBe(200);
}

const keySet = async (): Promise<KeySet> =>
  (await fetch(`http://127.0.0.1:${service.port}/v1_1/demo/webhook_keys`)).json() as Promise<KeySet>;

/** Which key of a set signed a request. */
function signerOf({ body, headers }: ReceivedRequest, { keys }: KeySet): string | undefined {
  const signed = Buffer.from(`${body}${String(headers['x-cld-timestamp'])}`);
  const signature = Buffer.from(String(headers['x-cld-signature_v2']), 'base64');
  return keys.find((key) =>
    verify(null, signed, createPublicKey({ key: { ...key }, format: 'jwk' }), signature),
  )?.kid;
}

describe('a product environment that is disabled', () => {
  it('answers 401, and what waits is delivered all the same', async () => {
    await refusedOnce('disabled');
    await setEnabled(false);
    expect((await service.call('GET', '/events/disabled')).status).toBe(401);
    const before = receiver.requests.length;
    await receiver.waitForRequests(before + 2);
    accepting = true;
    const last = await waitUntil('it is accepted', () => receiver.requests.at(-1));
    expect(signerOf(last, await keySet())).toEqual(expect.any(String));
    await setEnabled(true);
    expect((await delivered('disabled')).length).toBeGreaterThan(2);
  });
});

describe('an Ed25519 key that is revoked', () => {
  it('is published no longer and does not sign the next attempt, without a restart', async () => {
    await refusedOnce('revoked');
    const before = await keySet();
    const [first] = receiver.requests.slice(-1);
    expect(signerOf(first!, before)).toBe(before.keys[0]?.kid);

    const env = { ...process.env, DATA_DIR: service.dataFolder };
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [CLI, 'keys', 'rotate', 'demo', '--revoke'],
      { env },
    );
    const after = await keySet();
    expect(after.keys).toHaveLength(1);
    expect(after.keys[0]?.kid).not.toBe(before.keys[0]?.kid);
    expect(stdout).toContain(`revoked, no longer published, never to sign again: ${before.keys[0]?.kid}`);

    const requests = await delivered('revoked');
    const last = requests.at(-1)!;
    expect([signerOf(last, before), signerOf(last, after)]).toEqual([undefined, after.keys[0]?.kid]);
    expect(last.body).toBe(requests[0]?.body);
  });
});

describe('a forced replay of a delivered notification', () => {
  it('keeps its Webhook-Id and its bytes, and counts its attempts from 1 again', async () => {
    await refusedOnce('replayed');
    const [first] = await delivered('replayed');
    const { id } = (await deliveryOf('replayed'))!;
    const before = receiver.requests.length;
    expect((await service.call('POST', `/deliveries/${id}/retry`, { force: true })).status).toBe(202);
    const replay = (await receiver.waitForRequests(before + 1))[before];
    expect(replay?.headers).toMatchObject({ 'webhook-id': id, 'webhook-attempt': '1' });
    expect(replay?.body).toBe(first?.body);
  });
});
