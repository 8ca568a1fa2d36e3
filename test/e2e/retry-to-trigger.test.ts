import { Client, Connection } from '@temporalio/client';
import { startReceiver } from '../support/receivers/receiver';
import type { Receiver } from '../support/receivers/receiver';
import { Service } from '../support/services/service';
import { waitUntil } from '../support/services/wait-until';

/* What becomes of a delivery whose trigger has moved, on real parts. */

interface DeliveryAnswer {
  readonly id: string;
  readonly uri: string;
  readonly status: string;
  readonly note: string | null;
  readonly attempts: readonly { readonly http_status: number | null }[];
}

let service: Service;
let temporal: Client;
let old: Receiver;
let moved: Receiver;
beforeAll(async () => {
  [old, moved] = await Promise.all([startReceiver([503]), startReceiver([204])]);
  service = await Service.start({ RETRY_DELAYS_SECONDS: '600' });
  const connection = await Connection.connect({ address: `127.0.0.1:${service.temporalPort}` });
  temporal = new Client({ connection });
}, 90_000);
afterAll(async () => {
  await temporal.connection.close();
  await service.dispose();
  await Promise.all([old.close(), moved.close()]);
}, 60_000);

const oldUrl = () => old.url.replace('127.0.0.1', 'localhost');
const payload_template = { moved: '{{asset.public_id}}' };

/** A trigger whose receiver refuses, and its delivery, which waits for its second attempt. */
async function aWaitingDelivery(eventType: string): Promise<{ triggerId: string; id: string }> {
  const trigger = { event_type: eventType, uri: oldUrl() };
  const { body } = await service.call<{ id: string }>('POST', '/triggers', trigger);
  const payload = { public_id: 'blue-kettle' };
  await service.call('POST', '/events', { event_id: eventType, event_type: eventType, payload });
  const id = await waitUntil('its first attempt has failed', async () => {
    const answer = await service.call<{ deliveries: { id: string; attempt_count: number }[] }>(
      'GET',
      `/deliveries?event_id=${eventType}`,
    );
    const [delivery] = answer.body.deliveries;
    return delivery?.attempt_count === 1 && delivery.id;
  });
  return { triggerId: body.id, id };
}

const show = async (id: string) => (await service.call<DeliveryAnswer>('GET', `/deliveries/${id}`)).body;
const retry = (id: string, body: object) => service.call('POST', `/deliveries/${id}/retry`, body);
const moveTrigger = (id: string) =>
  service.call('PUT', `/triggers/${id}`, { new_uri: moved.url, payload_template, success_statuses: '2xx' });
const delivered = (id: string) =>
  waitUntil('it is delivered', async () => {
    const delivery = await show(id);
    return delivery.status === 'delivered' && delivery;
  });
const arrivals = (id: string) => moved.requests.filter(({ headers }) => headers['webhook-id'] === id);

it('a delivery that waits goes at once to where its trigger has moved, with its body and its statuses', async () => {
  const { triggerId, id } = await aWaitingDelivery('upload');
  await moveTrigger(triggerId);
  expect(await retry(id, { to: 'trigger' })).toEqual({
    status: 200,
    body: { message: 'ok', action: 'retrying_now' },
  });

  expect(await delivered(id)).toMatchObject({
    uri: moved.url,
    note: `from attempt 2 on as its trigger is now; before, it was for ${oldUrl()}`,
    attempts: [{ http_status: 503 }, { http_status: 204 }],
  });
  expect(arrivals(id)).toMatchObject([
    { body: '{"moved":"blue-kettle"}', headers: { 'webhook-id': id, 'webhook-attempt': '2' } },
  ]);
}, 60_000);

it('a delivery that has ended gets a new run there, which operators find by the new host', async () => {
  const { triggerId, id } = await aWaitingDelivery('rename');
  await moveTrigger(triggerId);
  await retry(id, {});
  await waitUntil('it has failed', async () => (await show(id)).status === 'failed');
  expect(arrivals(id)).toEqual([]);

  expect(await retry(id, { to: 'trigger' })).toEqual({
    status: 202,
    body: { message: 'ok', action: 'new_run' },
  });
  expect(await delivered(id)).toMatchObject({ uri: moved.url, attempts: [{}, {}, { http_status: 204 }] });
  expect(arrivals(id)).toMatchObject([
    { body: '{"moved":"blue-kettle"}', headers: { 'webhook-attempt': '1' } },
  ]);

  const query = `WorkflowId="delivery/demo/${id}" AND DestinationHost="127.0.0.1" AND ExecutionStatus="Completed"`;
  const runs = await waitUntil('the new run is listed', async () => {
    const found = [];
    for await (const execution of temporal.workflow.list({ query })) found.push(execution.workflowId);
    return found.length > 0 && found;
  });
  expect(runs).toHaveLength(1);
}, 60_000);
