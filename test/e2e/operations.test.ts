import { processesWith } from '../support/services/all-processes';
import { startReceiver } from '../support/receivers/receiver';
import type { Receiver } from '../support/receivers/receiver';
import { Service } from '../support/services/service';
import { waitUntil } from '../support/services/wait-until';

/* An operation on real parts, and what survives of it: kill -9 of everything between its reports. */

interface OperationAnswer {
  readonly status: string;
  readonly events: readonly { readonly event_id: string }[];
  readonly reports: readonly { readonly applied_at: string | null }[];
  readonly temporal_url: string;
}
interface Body {
  readonly notification_type: string;
  readonly batch_id?: string;
  readonly eager?: readonly object[];
}

let service: Service;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
  service = await Service.start({ OPERATION_DEADLINE_SECONDS: '3' });
}, 90_000);
afterAll(async () => {
  await service.dispose();
  await receiver.close();
}, 60_000);

const url = (path: string) => new URL(path, receiver.url).href;
const operationOf = async (id: string) =>
  (await service.call<OperationAnswer>('GET', `/operations/${id}`)).body;

/** What a path of the receiver was told, in order. */
const told = (path: string) =>
  receiver.requests.filter((request) => request.path === path).map(({ body }) => JSON.parse(body) as Body);

function anUpload(operationId: string) {
  return {
    method: 'upload',
    operation_id: operationId,
    request: {
      notification_url: url(`/${operationId}/n`),
      eager_notification_url: url(`/${operationId}/en`),
      eager: 'c_pad,w_300',
      eager_async: true,
    },
  };
}
const UPLOADED = { payload: { public_id: 'Käsekästchen', bytes: 7 } };
const EAGER = { eager: [{ transformation: 'c_pad,w_300', bytes: 5 }] };

async function killEverything(): Promise<void> {
  const temporal = processesWith('server start-dev', `--port ${service.temporalPort}`);
  expect(temporal.length).toBeGreaterThan(0);
  for (const pid of temporal) process.kill(pid, 'SIGKILL');
  await service.signal('SIGKILL');
}

it('an operation tells each URL at its moment, and its caller while it waits', async () => {
  const announced = await service.call<{ batch_id: string }>('POST', '/operations', anUpload('op1'));
  expect(announced).toMatchObject({ status: 201, body: { operation_id: 'op1', duplicate: false } });
  const { batch_id } = announced.body;
  const answer = service.call('GET', '/operations/op1/response?wait_seconds=60');
  expect(await service.call('GET', '/operations/op1/response')).toEqual({
    status: 202,
    body: { status: 'pending' },
  });

  expect((await service.call('POST', '/operations/op1/uploaded', UPLOADED)).status).toBe(200);
  expect(await answer).toMatchObject({
    status: 200,
    body: { status: 'succeeded', response: { ...UPLOADED.payload, batch_id } },
  });
  await service.call('POST', '/operations/op1/eager_completed', EAGER);
  await receiver.waitForRequests(2);
  expect(told('/op1/n')).toMatchObject([{ notification_type: 'upload', ...UPLOADED.payload }]);
  expect(told('/op1/en')).toMatchObject([{ notification_type: 'eager', ...EAGER, batch_id }]);

  const operation = await operationOf('op1');
  expect(operation.status).toBe('completed');
  expect(operation.events.map(({ event_id }) => event_id)).toEqual(['op1.upload', 'op1.eager']);
  expect((await fetch(operation.temporal_url)).status).toBe(200);
});

it('an operation whose eager transformations are not reported is ended by its deadline', async () => {
  await service.call('POST', '/operations', anUpload('late'));
  await service.call('POST', '/operations/late/uploaded', UPLOADED);
  const [eager] = await waitUntil('the deadline has told', () => {
    const bodies = told('/late/en');
    return bodies.length > 0 && bodies;
  });
  expect(eager?.eager).toEqual([{ transformation: 'c_pad,w_300', status: 'failed', reason: 'timed out' }]);
});

describe('after kill -9 of the service and its Temporal server', () => {
  // Longer than what the test takes, so that only reports and recovery can end an operation.
  const settings = { OPERATION_DEADLINE_SECONDS: '3600' };
  let before: Service;
  beforeAll(async () => {
    before = service;
    service = await Service.start(settings);
  }, 90_000);
  afterAll(async () => {
    await service.dispose();
    service = before;
  }, 60_000);

  it('operations go on: one that waits takes its report, one just reported or announced is not lost', async () => {
    await service.call('POST', '/operations', anUpload('waiting'));
    await service.call('POST', '/operations/waiting/uploaded', UPLOADED);
    await waitUntil('its upload was told', () => told('/waiting/n').length === 1);
    const mostly = Array.from({ length: 10 }, (_, n) => `killed${n}`);
    await Promise.all(mostly.map((id) => service.call('POST', '/operations', anUpload(id))));
    await Promise.all(mostly.map((id) => service.call('POST', `/operations/${id}/uploaded`, UPLOADED)));

    await killEverything();
    await service.run();

    await service.call('POST', '/operations/waiting/eager_completed', EAGER);
    for (const id of mostly) await service.call('POST', `/operations/${id}/eager_completed`, EAGER);
    for (const id of ['waiting', ...mostly]) {
      await waitUntil(`${id} has ended`, async () => (await operationOf(id)).status === 'completed', 30_000);
      await waitUntil(`${id} has told`, () => told(`/${id}/n`).length > 0 && told(`/${id}/en`).length > 0);
      expect(told(`/${id}/n`)[0]).toMatchObject({ notification_type: 'upload', ...UPLOADED.payload });
      expect(told(`/${id}/en`)[0]).toMatchObject({ notification_type: 'eager', ...EAGER });
      const ids = (await operationOf(id)).events.map(({ event_id }) => event_id);
      expect(ids).toEqual([`${id}.upload`, `${id}.eager`]);
    }
  }, 120_000);
});
