import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { createReceiver } from '../../../packages/receiver/src/index';
import { resolveDestinations } from '../../../src/activities/resolve-destinations';
import { composeStores, type Stores } from '../../../src/app/stores';
import { controlDeliveries } from '../../../src/app/control-deliveries';
import { jwks } from '../../../src/signing/jwks';
import { anEvent } from '../../support/builders/an-event';
import { BY } from '../../support/builders/an-audit-entry';
import { someMasterKeys } from '../../support/builders/some-master-keys';
import { sqlite, type OpenDatabase } from '../../support/databases/databases';
import { hasPython, pythonWithSdk } from '../../support/receivers/official-sdks/python';
import { realStores } from '../../support/services/real-stores';
import { basic, TestApi } from '../../support/services/test-api';
import { waitUntil } from '../../support/services/wait-until';

/* Notifications for clients that ask for them, over HTTP on the real stores. Source: docs/contract.md §1.11. */

interface Message {
  readonly receipt_handle: string;
  readonly batch_id?: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly signed_payload: string;
  readonly signature?: string;
  readonly signature_v2?: string;
  readonly timestamp: string;
  readonly delivery_id: string;
  readonly attempt: number;
  readonly headers: Readonly<Record<string, string>>;
}

const api = new TestApi();
let opened: OpenDatabase;
let stores: Stores;
let key: { readonly environmentId: string; readonly apiKey: string; readonly apiSecret: string };
let made = 0;

beforeAll(async () => {
  opened = await sqlite.open();
  stores = composeStores(opened.db, someMasterKeys());
  key = await stores.environments.create({ cloudName: 'acme' }, BY);
  const { deliveryControl } = api.world.dependencies();
  await api.start(
    { maxNotificationUrls: 30 },
    {
      ...realStores(stores),
      deliveryControl: controlDeliveries(deliveryControl, {
        channels: stores.pollMessages,
        deliveries: stores.deliveries,
        now: () => new Date(),
      }),
    },
  );
});
afterAll(async () => {
  await api.stop();
  await opened.close();
});

const call = async (line: string, json?: unknown) => {
  const authorization = basic(key.apiKey, key.apiSecret);
  const answer = await api.callAbsolute(line, { authorization, ...(json !== undefined && { json }) });
  return { ...answer, json: answer.json as Record<string, unknown> };
};
const manage = (line: string, json?: unknown) => call(line.replace(' /', ' /v1_1/acme/'), json);
const claim = async (query: string): Promise<readonly Message[]> => {
  const { status, json } = await call(`GET /v2/notifications/acme/messages?${query}`);
  expect(status).toBe(200);
  return (json as { readonly messages?: readonly Message[] }).messages ?? [];
};
const acknowledge = async (...handles: readonly string[]) =>
  (await call('POST /v2/notifications/acme/messages/ack', { receipt_handles: handles })).json;
const subscribe = (uri: string, more: object = {}) =>
  manage('POST /triggers', { uri, uri_type: 'poll', event_type: 'upload', ...more });

/** Stores an event and resolves it, as its workflow would. @returns how many destinations get workflows. */
async function publish(payload: Readonly<Record<string, unknown>>): Promise<number> {
  const eventId = `evt-${(made += 1)}`;
  const now = () => new Date();
  const receivedAt = now().toISOString();
  await stores.events.insert(
    anEvent({ environmentId: key.environmentId, eventId, payload, receivedAt }),
    'h',
  );
  const { events, triggers, signing: keys } = stores;
  const input = { environmentId: key.environmentId, eventId };
  return (await resolveDestinations({ events, triggers, keys, now }, input)).length;
}

it('an event of a channel waits there without a workflow, is claimed, verified and acknowledged', async () => {
  await subscribe('poll://verified');
  expect(await publish({ public_id: 'Kästchen/é', batch_id: 'b1' })).toBe(0);
  const [message, ...others] = await claim('channel=verified&wait_seconds=0');
  if (!message) throw new Error('no message');
  expect(others).toEqual([]);
  const body = Buffer.from(message.signed_payload, 'base64url').toString();
  expect(JSON.parse(body)).toEqual(message.payload);
  expect(message).toMatchObject({ batch_id: 'b1', attempt: 1, payload: { public_id: 'Kästchen/é' } });
  expect(Object.keys(message.headers)).toEqual([
    'Content-Type',
    'Accept',
    'User-Agent',
    'X-Cld-Timestamp',
    'X-Cld-Signature',
    'X-Cld-Signature_v2',
    'Webhook-Id',
    'Webhook-Attempt',
  ]);
  expect(message.headers).toMatchObject({
    'X-Cld-Timestamp': message.timestamp,
    'X-Cld-Signature': message.signature,
    'X-Cld-Signature_v2': message.signature_v2,
    'Webhook-Id': message.delivery_id,
  });

  const keySet = jwks((await stores.signingKeys.listPublic('acme')) ?? []);
  const receiver = createReceiver({ secrets: { [key.apiKey]: key.apiSecret }, keySet, require: 'both' });
  expect(await receiver.verify({ body, headers: message.headers })).toMatchObject({ ok: true });

  const delivery = () => manage(`GET /deliveries/${message.delivery_id}`);
  expect((await delivery()).json).toMatchObject({
    status: 'pending',
    uri: 'poll://verified',
    waiting_for: 'a client that polls poll://verified',
    attempt_count: 0,
    planned_attempts: [],
  });
  expect(await acknowledge(message.receipt_handle, 'rh_x_y')).toEqual({
    results: [
      { receipt_handle: message.receipt_handle, status: 'acked' },
      { receipt_handle: 'rh_x_y', status: 'not_found' },
    ],
  });
  expect((await delivery()).json).toMatchObject({ status: 'delivered', waiting_for: null });
  expect(await claim('channel=verified&wait_seconds=0')).toEqual([]);
});

it('a retry puts a delivery into its channel again, a cancellation takes it out', async () => {
  await subscribe('poll://again');
  await publish({ public_id: 'a' });
  const [first] = await claim('channel=again&wait_seconds=0');
  const id = first?.delivery_id ?? '';
  expect((await manage(`POST /deliveries/${id}/retry`)).json).toMatchObject({ action: 'already_due' });
  const [second] = await claim('channel=again&wait_seconds=0');
  expect([second?.delivery_id, second?.attempt]).toEqual([id, 2]);
  await acknowledge(second?.receipt_handle ?? '');
  expect((await manage(`POST /deliveries/${id}/retry`)).code).toBe('conflict');
  expect((await manage(`POST /deliveries/${id}/retry`, { force: true })).status).toBe(202);
  expect((await manage(`POST /deliveries/${id}/cancel`)).json).toMatchObject({ action: 'cancelled' });
  expect(await claim('channel=again&wait_seconds=0')).toEqual([]);
});

it('a client that waits gets what comes meanwhile', async () => {
  await subscribe('poll://awaited');
  const waiting = claim('channel=awaited&wait_seconds=30');
  await publish({ public_id: 'late' });
  expect((await waiting).map(({ payload }) => payload.public_id)).toEqual(['late']);
});

it.each([
  ['', 'channel: got neither, expected either channel or batch_id'],
  ['channel=a&batch_id=b', 'channel: got both, expected either channel or batch_id'],
  ['channel=a%20b', 'channel: got "a b", expected 1 to 255 characters of A-Z a-z 0-9 _ . : ~ @ / -'],
  ['channel=a&max_messages=101', 'max_messages: got "101", expected a whole number from 1 to 100'],
  ['channel=a&wait_seconds=61', 'wait_seconds: got "61", expected a whole number from 0 to 60'],
  ['channel=a&visibility_timeout=0', 'visibility_timeout: got "0", expected a whole number from 1 to 600'],
  ['channel=a&wait=1', 'wait: got "1", expected no such field'],
])('a claim of %j is refused plainly', async (query, message) => {
  const answer = await call(`GET /v2/notifications/acme/messages?${query}`);
  expect([answer.status, answer.code]).toEqual([400, 'invalid_request']);
  expect(answer.message).toContain(message.split(', expected no')[0]);
});

it.each([
  [{}, 'receipt_handles'],
  [{ receipt_handles: [] }, 'receipt_handles'],
  [{ receipt_handles: [7] }, 'receipt_handles'],
  [{ receipt_handles: Array.from({ length: 101 }, () => 'rh_a_b') }, 'receipt_handles'],
])('an acknowledgement of %j is refused plainly', async (json, field) => {
  const answer = await call('POST /v2/notifications/acme/messages/ack', json);
  expect([answer.status, answer.code]).toEqual([400, 'invalid_request']);
  expect(answer.message).toContain(field);
});

it.each([
  [
    { uri: 'poll://a', event_type: 'upload' },
    'uri_type: got nothing, expected "poll", since uri is a channel',
  ],
  [
    { uri: 'https://a.example/', event_type: 'upload', uri_type: 'poll' },
    'uri_type: got "poll", expected "webhook", since uri is no channel',
  ],
  [{ uri: 'poll://', event_type: 'upload', uri_type: 'poll' }, 'uri: got "poll://", expected poll://'],
  [{ uri: 'poll://a', event_type: 'upload', uri_type: 'flow' }, 'uri_type: got "flow", expected one of'],
])('a trigger of %j is refused plainly', async (json, message) => {
  const answer = await manage('POST /triggers', json);
  expect(answer.status).toBe(400);
  expect(answer.message).toContain(message);
});

it('a trigger moves to another channel, never to a receiver, and a receiver never to a channel', async () => {
  const { json: channel } = await subscribe('poll://moving');
  const move = (id: unknown, new_uri: string) => manage(`PUT /triggers/${String(id)}`, { new_uri });
  expect((await move(channel.id, 'poll://moved')).json).toMatchObject({
    uri: 'poll://moved',
    uri_type: 'poll',
  });
  expect((await move(channel.id, 'https://a.example/')).message).toBe(
    'new_uri: got "https://a.example/", expected poll:// and a channel: the type of a trigger\'s URL cannot change',
  );
  const webhook = { uri: 'https://a.example/', event_type: 'upload' };
  const { json: receiver } = await manage('POST /triggers', webhook);
  expect((await move(receiver.id, 'poll://moved')).message).toContain('expected an http or https URL');
  const urls = { uri: 'poll://moved', event_types: ['upload', 'delete'] };
  expect((await manage('PUT /notification_urls', urls)).json).toMatchObject({
    triggers: [{ uri_type: 'poll' }, { uri_type: 'poll' }],
  });
  expect((await manage('DELETE /notification_urls', { uri: 'poll://moved' })).json).toMatchObject({
    deleted: 2,
  });
});

it('needs an access key that may administer', async () => {
  const stranger = await api.callAbsolute('GET /v2/notifications/acme/messages?channel=a', {
    authorization: basic('1', 'x'),
  });
  expect(stranger.status).toBe(401);
});

// On a machine without Python there is no such test.
if (hasPython()) {
  it('the official Python SDK polls, verifies and acknowledges', async () => {
    const run = promisify(execFile)(
      await pythonWithSdk(),
      [path.join(__dirname, '../sdk/notifications.py')],
      {
        env: {
          PATH: process.env.PATH,
          API_URL: api.url,
          CLOUD_NAME: 'acme',
          API_KEY: key.apiKey,
          API_SECRET: key.apiSecret,
        },
      },
    );
    const isSubscribed = async () => (await stores.triggers.list(key.environmentId)).some(isOfSdk);
    await waitUntil('the SDK has subscribed', isSubscribed);
    await publish({ public_id: 'Kästchen', batch_id: 'batch-7' });
    expect(JSON.parse((await run).stdout)).toEqual({
      uri_types: ['poll', 'poll'],
      channel: [{ public_id: 'Kästchen', verified: true, tampered: false }],
      batch: [{ public_id: 'Kästchen', batch_id: 'batch-7', verified: true }],
      acked: ['acked', 'acked'],
      rest: [],
    });
  }, 60_000);
}

function isOfSdk({ uri }: { readonly uri: string }): boolean {
  return uri === 'poll://*';
}
