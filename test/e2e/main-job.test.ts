import { Client, Connection } from '@temporalio/client';
import { v2 as cloudinary } from 'cloudinary';
import { deliveryWorkflowId } from '../../src/workflows/contract';
import { startReceiver } from '../support/receivers/receiver';
import type { Receiver } from '../support/receivers/receiver';
import { Service } from '../support/services/service';
import { waitUntil } from '../support/services/wait-until';

/* The whole journey on real parts: the command line, its Temporal server, its database, sockets. */

interface DeliveryAnswer {
  readonly id: string;
  readonly uri: string;
  readonly status: string;
  readonly temporal_url?: string;
  readonly body: string;
  readonly attempts: readonly Record<string, unknown>[];
}
interface EventAnswer {
  readonly status: string;
  readonly verdicts: readonly { readonly trigger_id: string; readonly verdict: string }[];
  readonly deliveries: readonly { readonly id: string; readonly status: string }[];
}

let service: Service;
let receiver: Receiver;
let temporal: Client;
beforeAll(async () => {
  receiver = await startReceiver(({ path }) =>
    path.startsWith('/refuse') ? 503 : path.startsWith('/no-content') ? 204 : 200,
  );
  service = await Service.start({ RETRY_DELAYS_SECONDS: '1,1,1' });
  const connection = await Connection.connect({ address: `127.0.0.1:${service.temporalPort}` });
  temporal = new Client({ connection });
}, 90_000);
afterAll(async () => {
  await temporal.connection.close();
  await service.dispose();
  await receiver.close();
}, 60_000);

const url = (path: string) => new URL(path, receiver.url).href;
const eventOf = async (id: string) => (await service.call<EventAnswer>('GET', `/events/${id}`)).body;
const deliveryOf = async (id: string) =>
  (await service.call<DeliveryAnswer>('GET', `/deliveries/${id}`)).body;

/** Waits for the only delivery of an event to reach a status. */
async function deliveryWithStatus(eventId: string, status: string): Promise<DeliveryAnswer> {
  return waitUntil(`the delivery of ${eventId} is ${status}`, async () => {
    const [summary] = (await eventOf(eventId)).deliveries;
    return summary?.status === status && deliveryOf(summary.id);
  });
}

describe('one event', () => {
  it('reaches the trigger’s URL, signed so that the official verifier accepts it', async () => {
    const trigger = await service.call<{ id: string }>('POST', '/triggers', {
      event_type: 'upload',
      uri: url('/hook'),
    });
    expect(trigger.status).toBe(201);
    const payload = { public_id: 'Käsekästchen', resource_type: 'image' };
    const accepted = await service.call('POST', '/events', { event_id: 'e1', event_type: 'upload', payload });
    expect(accepted).toMatchObject({ status: 202, body: { event_id: 'e1', duplicate: false } });

    const [request] = await receiver.waitForRequests(1);
    const { headers, body } = request ?? fail('no request');
    cloudinary.config({ api_secret: service.credentials.api_secret, signature_algorithm: 'sha1' });
    const verified = cloudinary.utils.verifyNotificationSignature(
      body,
      Number(headers['x-cld-timestamp']),
      String(headers['x-cld-signature']),
    );
    expect(verified).toBe(true);
    expect(JSON.parse(body)).toMatchObject({ ...payload, signature_key: service.credentials.api_key });
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'webhook-attempt': '1' });

    const delivery = await deliveryWithStatus('e1', 'delivered');
    expect(delivery.body).toBe(body);
    expect(headers['webhook-id']).toBe(delivery.id);
    expect((await eventOf('e1')).verdicts).toMatchObject([
      { trigger_id: trigger.body.id, verdict: 'matched' },
    ]);
    await service.call('DELETE', `/triggers/${trigger.body.id}`);
  });

  it('sent twice is delivered once; with other content it is refused', async () => {
    const before = receiver.requests.length;
    const event = {
      event_id: 'twice',
      event_type: 'upload',
      payload: { public_id: 'a' },
      request: { notification_url: url('/once') },
    };
    expect((await service.call('POST', '/events', event)).status).toBe(202);
    expect(await service.call('POST', '/events', event)).toMatchObject({
      status: 200,
      body: { duplicate: true },
    });
    expect((await service.call('POST', '/events', { ...event, payload: { public_id: 'b' } })).status).toBe(
      409,
    );
    await deliveryWithStatus('twice', 'delivered');
    expect(receiver.requests.slice(before).map(({ path }) => path)).toEqual(['/once']);
  });

  it('answered with 204 is delivered when its trigger takes 2xx for success, and tried again when not', async () => {
    const chat = { event_type: 'delete', uri: url('/no-content/chat'), success_statuses: '2xx' };
    const strict = { event_type: 'delete', uri: url('/no-content/strict') };
    for (const trigger of [chat, strict]) await service.call('POST', '/triggers', trigger);
    await service.call('POST', '/events', { event_id: 'chat', event_type: 'delete', payload: {} });
    const endings = await waitUntil('both have ended', async () => {
      const { deliveries } = await eventOf('chat');
      const found = await Promise.all(deliveries.map(({ id }) => deliveryOf(id)));
      return (
        found.length === 2 &&
        found.every(({ status }) => status !== 'pending') &&
        found.map(({ uri, status, attempts }) => [uri, status, attempts.length]).sort()
      );
    });
    expect(endings).toEqual([
      [chat.uri, 'delivered', 1],
      [strict.uri, 'failed', 4],
    ]);
  });

  it('that nobody wants is recorded and completes', async () => {
    await service.call('POST', '/events', { event_id: 'unwanted', event_type: 'rename', payload: {} });
    const event = await waitUntil('it is dispatched', async () => {
      const answer = await eventOf('unwanted');
      return answer.status === 'dispatched' && answer;
    });
    expect(event).toMatchObject({ verdicts: [], deliveries: [] });
  });
});

describe('a receiver that never accepts', () => {
  it('gets four attempts with one id and the same bytes; operators find the failure by its attributes', async () => {
    const before = receiver.requests.length;
    const request = { notification_url: url('/refuse') };
    await service.call('POST', '/events', {
      event_id: 'refused',
      event_type: 'upload',
      payload: {},
      request,
    });
    const delivery = await deliveryWithStatus('refused', 'failed');

    const attempts = receiver.requests.slice(before);
    expect(attempts.map(({ headers }) => headers['webhook-attempt'])).toEqual(['1', '2', '3', '4']);
    expect(new Set(attempts.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([delivery.id]));
    expect(new Set(attempts.map(({ body }) => body)).size).toBe(1);
    expect(delivery.attempts).toHaveLength(4);
    expect(delivery.attempts[3]).toMatchObject({
      attempt_number: 4,
      http_status: 503,
      error_code: 'http_status',
    });

    const query = `WorkflowType="deliverNotification" AND ExecutionStatus="Failed" AND CloudName="demo" AND EventType="upload" AND DestinationHost="${new URL(receiver.url).hostname}"`;
    const found = await waitUntil('the failed delivery is listed', async () => {
      for await (const execution of temporal.workflow.list({ query })) return execution;
      return undefined;
    });
    expect(found.workflowId).toBe(deliveryWorkflowId('demo', delivery.id));
    expect(delivery.temporal_url).toContain(encodeURIComponent(found.workflowId));
    expect((await fetch(delivery.temporal_url ?? '')).status).toBe(200);
  });

  it('is tried again on request, as a new run of the same delivery', async () => {
    const delivery = await deliveryWithStatus('refused', 'failed');
    const retried = await service.call('POST', `/deliveries/${delivery.id}/retry`);
    expect(retried.status).toBe(202);
    const again = await waitUntil('the second run has ended', async () => {
      const answer = await deliveryOf(delivery.id);
      return answer.attempts.length === 8 && answer.status === 'failed' && answer;
    });
    expect(again.attempts.map(({ attempt_number }) => attempt_number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});

describe('a delivery that waits', () => {
  let waiting: Service;
  beforeAll(async () => {
    waiting = await Service.start({ RETRY_DELAYS_SECONDS: '600' });
  }, 90_000);
  afterAll(() => waiting.dispose(), 60_000);

  async function aWaitingDelivery(eventId: string): Promise<string> {
    const request = { notification_url: url('/refuse') };
    await waiting.call('POST', '/events', { event_id: eventId, event_type: 'upload', payload: {}, request });
    return waitUntil('it waits', async () => {
      const { body } = await waiting.call<EventAnswer>('GET', `/events/${eventId}`);
      const id = body.deliveries[0]?.id;
      const delivery = id && (await waiting.call<DeliveryAnswer>('GET', `/deliveries/${id}`)).body;
      return delivery && delivery.attempts.length === 1 && id;
    });
  }
  const statusOf = async (id: string) =>
    (await waiting.call<DeliveryAnswer>('GET', `/deliveries/${id}`)).body.status;

  it('makes its next attempt at once when it is told to', async () => {
    const id = await aWaitingDelivery('w1');
    expect((await waiting.call('POST', `/deliveries/${id}/retry`)).status).toBe(200);
    await waitUntil('it has failed for good', async () => (await statusOf(id)) === 'failed');
  });

  it('is cancelled on request, and makes no further attempt', async () => {
    const id = await aWaitingDelivery('w2');
    expect((await waiting.call('POST', `/deliveries/${id}/cancel`)).status).toBe(200);
    await waitUntil('it is cancelled', async () => (await statusOf(id)) === 'cancelled');
    expect((await waiting.call('POST', `/deliveries/${id}/cancel`)).status).toBe(409);
    expect((await waiting.call('POST', `/deliveries/${id}/retry`)).status).toBe(202);
    await waitUntil(
      'its second run waits',
      async () => (await statusOf(id)) === 'failed' || (await statusOf(id)) === 'pending',
    );
  });
});
