import { Client, Connection } from '@temporalio/client';
import { basic } from '../support/services/test-api';
import { startReceiver, type Receiver } from '../support/receivers/receiver';
import { Service } from '../support/services/service';
import { waitUntil } from '../support/services/wait-until';

/* A product environment is deleted while its deliveries wait for their next attempts, and one of its name is made again. */

let service: Service;
let receiver: Receiver;
let temporal: Client;
beforeAll(async () => {
  receiver = await startReceiver(({ path }) => (path.startsWith('/refuse') ? 503 : 200));
  service = await Service.start({ RETRY_DELAYS_SECONDS: '3,3,3,3' });
  const connection = await Connection.connect({ address: `127.0.0.1:${service.temporalPort}` });
  temporal = new Client({ connection });
}, 90_000);
afterAll(async () => {
  await temporal.connection.close();
  await service.dispose();
  await receiver.close();
}, 60_000);

interface SubAccount {
  readonly id: string;
  readonly api_access_keys: readonly { readonly key: string; readonly secret: string }[];
}

const url = (path: string) => new URL(path, receiver.url).href;
const make = async () =>
  (await service.callAccount<SubAccount>('POST', '/sub_accounts', { name: 'Acme', cloud_name: 'acme' })).body;

async function callAcme({ api_access_keys: [key] }: SubAccount, resource: string, json: object) {
  const response = await fetch(`http://127.0.0.1:${service.port}/v1_1/acme${resource}`, {
    method: 'POST',
    headers: {
      authorization: basic(key?.key ?? '', key?.secret ?? ''),
      'content-type': 'application/json',
    },
    body: JSON.stringify(json),
  });
  return response.status;
}

const workflows = async () => {
  const ids: string[] = [];
  for await (const { workflowId } of temporal.workflow.list({ query: `CloudName = 'acme'` })) {
    ids.push(workflowId);
  }
  return ids;
};
const arrivals = (path: string) => receiver.requests.filter((request) => request.path === path).length;

it('is refused without force; with it, nothing is sent any more, nothing stays, and the name can be used again', async () => {
  const acme = await make();
  expect(await callAcme(acme, '/triggers', { event_type: 'upload', uri: url('/refuse') })).toBe(201);
  const event = { event_id: 'order-1', event_type: 'upload', payload: { public_id: 'a' } };
  expect(await callAcme(acme, '/events', event)).toBe(202);
  const call = { method: 'upload', operation_id: 'op-1', request: { eager: ['w_1'], eager_async: true } };
  expect(await callAcme(acme, '/operations', call)).toBe(201);
  await waitUntil('an attempt was made', () => arrivals('/refuse') > 0);
  await waitUntil('all workflows can be listed', async () => (await workflows()).length === 3);

  const refused = await service.callAccount('DELETE', `/sub_accounts/${acme.id}`);
  expect(refused).toMatchObject({
    status: 409,
    body: { error: { message: expect.stringContaining('events 0, deliveries 1, operations 1') } },
  });
  const deleted = await service.callAccount('DELETE', `/sub_accounts/${acme.id}?force=true`);
  expect(deleted).toEqual({ status: 200, body: { message: 'ok' } });
  const before = arrivals('/refuse');

  const again = await make();
  expect(again.id).not.toBe(acme.id);
  await waitUntil('Temporal has forgotten', async () => (await workflows()).length === 0, 30_000);
  expect(await callAcme(again, '/triggers', { event_type: 'upload', uri: url('/accept') })).toBe(201);
  expect(await callAcme(again, '/events', event)).toBe(202);
  await waitUntil('the event of the same id has arrived', () => arrivals('/accept') === 1);
  // Its workflow is gone: no attempt can follow.
  expect(arrivals('/refuse')).toBe(before);
  expect(await service.callAccount('GET', '/audit_log?action=product_environment.delete')).toMatchObject({
    body: { entries: [{ subject_id: acme.id, actor: { kind: 'provisioning_key' } }] },
  });
  expect(service.printed).not.toMatch(/"level":(40|50)/);
}, 120_000);
