import { Client, Connection } from '@temporalio/client';
import { deliveryWorkflowId, eventWorkflowId } from '../../src/workflows/contract';
import { startReceiver, type Receiver } from '../support/receivers/receiver';
import { Service } from '../support/services/service';
import { waitUntil } from '../support/services/wait-until';

/* FIRST_ATTEMPT=event: what holds for a delivery holds while its event's workflow makes its first attempt, too. */

interface Delivery {
  readonly id: string;
  readonly status: string;
  readonly attempt_count: number;
  readonly temporal_url: string;
}

let service: Service;
let receiver: Receiver;
/** How the receiver answers from now on. */
let answer: () => number | Promise<number> = () => 200;
let client: Client;
let connection: Connection;
beforeAll(async () => {
  receiver = await startReceiver(() => answer());
  service = await Service.start({ FIRST_ATTEMPT: 'event', RETRY_DELAYS_SECONDS: '600,1,1' });
  connection = await Connection.connect({ address: `127.0.0.1:${service.temporalPort}` });
  client = new Client({ connection });
}, 120_000);
afterAll(async () => {
  await connection.close();
  await service.dispose();
  await receiver.close();
}, 60_000);

const workflow = (id: string) => client.workflow.getHandle(id);
const requestsFor = (id: string) => receiver.requests.filter(({ headers }) => headers['webhook-id'] === id);

async function deliveryOf(eventId: string): Promise<Delivery> {
  return waitUntil('its delivery is stored', async () => {
    const { body } = await service.call<{ deliveries: Delivery[] }>('GET', `/deliveries?event_id=${eventId}`);
    return body.deliveries[0];
  });
}

async function publish(eventId: string): Promise<void> {
  const request = { notification_url: receiver.url };
  const event = { event_id: eventId, event_type: 'upload', payload: {}, request };
  expect((await service.call('POST', '/events', event)).status).toBe(202);
}

async function untilStatus(eventId: string, status: string): Promise<Delivery> {
  return waitUntil(
    `it is ${status}`,
    async () => {
      const delivery = await deliveryOf(eventId);
      return delivery.status === status && delivery;
    },
    30_000,
  );
}

/** After this the worker knows that the receiver is quick. */
async function makeKnown(eventId: string): Promise<void> {
  answer = () => 200;
  await publish(eventId);
  await untilStatus(eventId, 'delivered');
}

/** Publishes an event whose first attempt ends when and as the test says. */
async function publishHeld(eventId: string) {
  await makeKnown(`${eventId}-before`);
  let end: (status: number) => void = () => undefined;
  const held = new Promise<number>((resolve) => (end = resolve));
  answer = () => held;
  await publish(eventId);
  const { id } = await deliveryOf(eventId);
  await waitUntil('its attempt is under way', () => requestsFor(id).length === 1);
  return { id, end };
}

it('a delivery that is accepted at once has no workflow of its own, and its page is that of its event', async () => {
  await makeKnown('known');
  await publish('accepted');
  const delivery = await untilStatus('accepted', 'delivered');
  expect(delivery.temporal_url).toContain(encodeURIComponent(eventWorkflowId('demo', 'accepted')));
  await expect(workflow(deliveryWorkflowId('demo', delivery.id)).describe()).rejects.toThrow(/not found/);
  const event = workflow(eventWorkflowId('demo', 'accepted'));
  expect(await event.result()).toEqual({ delivered: 1, failed: 0, cancelled: 0 });
  expect((await event.fetchHistory()).events?.length).toBeLessThanOrEqual(9);
});

it('a delivery that is refused goes on in a workflow of its own, which begins with the wait', async () => {
  await makeKnown('known-2');
  answer = () => 503;
  await publish('refused');
  const { id, temporal_url } = await waitUntil('it was attempted', async () => {
    const delivery = await deliveryOf('refused');
    return delivery.attempt_count === 1 && delivery;
  });
  expect(temporal_url).toContain(encodeURIComponent(deliveryWorkflowId('demo', id)));
  const run = workflow(deliveryWorkflowId('demo', id));
  await waitUntil(
    'it waits',
    async () => (await run.describe().catch(() => undefined))?.status.name === 'RUNNING',
  );
  const { events } = await run.fetchHistory();
  expect(events?.some(({ activityTaskScheduledEventAttributes: scheduled }) => scheduled)).toBe(false);
  answer = () => 200;
  const { body } = await service.call('POST', `/deliveries/${id}/retry`);
  expect(body).toMatchObject({ action: 'retrying_now' });
  expect(await untilStatus('refused', 'delivered')).toMatchObject({ attempt_count: 2 });
});

it('a test that is refused has ended after its one attempt, and each retry of it makes one more', async () => {
  await makeKnown('known-4');
  answer = () => 503;
  const trigger = { event_type: 'rename', uri: receiver.url };
  const { id } = (await service.call<{ id: string }>('POST', '/triggers', trigger)).body;
  const { body: sent } = await service.call<{ event_id: string; delivery_id: string }>(
    'POST',
    `/triggers/${id}/send_test`,
  );
  expect(await untilStatus(sent.event_id, 'failed')).toMatchObject({
    id: sent.delivery_id,
    attempt_count: 1,
  });
  expect((await service.call('POST', `/deliveries/${sent.delivery_id}/retry`)).body).toMatchObject({
    action: 'new_run',
  });
  await waitUntil('it has failed again', async () => {
    const { status, attempt_count: attempts } = await deliveryOf(sent.event_id);
    return status === 'failed' && attempts === 2;
  });
  const bodies = requestsFor(sent.delivery_id).map(({ body }) => JSON.parse(body) as object);
  const context = { notification_context: { test: true } };
  expect(bodies).toMatchObject([context, context]);
});

it.each([
  ['refuses', 503, 'cancelled'],
  ['accepts', 200, 'delivered'],
])(
  'a cancellation during the first attempt, which the receiver then %s, is answered truthfully',
  async (how, status, end) => {
    const eventId = `cancelled-while-it-${how}`;
    const { id, end: endAttempt } = await publishHeld(eventId);
    const cancelling = service.call<{ action?: string }>('POST', `/deliveries/${id}/cancel`);
    setTimeout(() => endAttempt(status), 300);
    const answered = await cancelling;
    const after = await untilStatus(eventId, end);
    // One that is answered before the attempt has ended says that it is being cancelled.
    const isTrue = end === 'delivered' ? answered.status === 409 : answered.status === 200;
    expect([isTrue || answered.body.action === 'cancelling', after.attempt_count]).toEqual([true, 1]);
    expect(requestsFor(id)).toHaveLength(1);
  },
);

it('a retry during the first attempt makes no second one', async () => {
  const { id, end } = await publishHeld('retried');
  const retrying = service.call<{ action?: string }>('POST', `/deliveries/${id}/retry`);
  setTimeout(() => end(200), 300);
  expect((await retrying).body).toMatchObject({ message: 'ok', action: 'already_due' });
  expect(await untilStatus('retried', 'delivered')).toMatchObject({ attempt_count: 1 });
  expect(requestsFor(id)).toHaveLength(1);
});

it('an attempt that hangs is taken over by a workflow of its own, and its receiver gets no second POST', async () => {
  const { id, end } = await publishHeld('hanging');
  const run = workflow(deliveryWorkflowId('demo', id));
  await waitUntil(
    'it has a workflow',
    async () => (await run.describe().catch(() => undefined)) !== undefined,
    20_000,
  );
  end(200);
  await run.result();
  expect(await untilStatus('hanging', 'delivered')).toMatchObject({ attempt_count: 1 });
  expect(requestsFor(id)).toHaveLength(1);
});

it('after kill -9 during first attempts each notification arrives, and only those under way may arrive twice', async () => {
  await makeKnown('known-3');
  const eventIds = Array.from({ length: 5 }, (_, index) => `killed-${index}`);
  const never = new Promise<number>(() => undefined);
  answer = () => never;
  const before = receiver.requests.length;
  for (const eventId of eventIds) await publish(eventId);
  await waitUntil('some are under way', () => receiver.requests.length > before);
  await service.signal('SIGKILL');
  answer = () => 200;
  await service.run();
  for (const eventId of eventIds) {
    const { id, attempt_count } = await untilStatus(eventId, 'delivered');
    expect(attempt_count).toBe(1);
    expect(requestsFor(id).length).toBeLessThanOrEqual(2);
  }
}, 120_000);
