import { processesWith } from '../support/services/all-processes';
import { startReceiver } from '../support/receivers/receiver';
import type { ReceivedRequest, Receiver } from '../support/receivers/receiver';
import { Service } from '../support/services/service';
import { waitUntil } from '../support/services/wait-until';

/* What survives: kill -9 of everything while deliveries wait. */

interface Deliveries {
  readonly deliveries: readonly {
    readonly id: string;
    readonly status: string;
    readonly attempt_count: number;
    readonly next_attempt_at: string | null;
  }[];
}

const DELAY_SECONDS = 4;
const EVENTS = 10;

let service: Service;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver([503]);
  service = await Service.start({ RETRY_DELAYS_SECONDS: `${DELAY_SECONDS},1,1` });
}, 90_000);
afterAll(async () => {
  await service.dispose();
  await receiver.close();
}, 60_000);

const deliveries = async () => (await service.call<Deliveries>('GET', '/deliveries')).body.deliveries;

it('deliveries that wait go on at their due time after kill -9 of the service and its Temporal server', async () => {
  const request = { notification_url: receiver.url };
  for (let n = 0; n < EVENTS; n++) {
    await service.call('POST', '/events', { event_id: `e${n}`, event_type: 'upload', payload: {}, request });
  }
  const waiting = await waitUntil('all wait', async () => {
    const all = await deliveries();
    return all.length === EVENTS && all.every(({ attempt_count }) => attempt_count === 1) && all;
  });
  const firstDueMs = Math.min(...waiting.map(({ next_attempt_at }) => Date.parse(next_attempt_at ?? '')));

  const temporal = processesWith('server start-dev', `--port ${service.temporalPort}`);
  expect(temporal.length).toBeGreaterThan(0);
  for (const pid of temporal) process.kill(pid, 'SIGKILL');
  await service.signal('SIGKILL');
  await service.run();

  await waitUntil(
    'all have failed',
    async () => (await deliveries()).every(({ status }) => status === 'failed'),
    40_000,
  );
  const after = await deliveries();
  expect(after.map(({ attempt_count }) => attempt_count)).toEqual(after.map(() => 4));
  expect(after.map(({ id }) => id).sort()).toEqual(waiting.map(({ id }) => id).sort());

  const byDelivery = new Map<string, ReceivedRequest[]>();
  for (const request of receiver.requests) {
    const id = String(request.headers['webhook-id']);
    byDelivery.set(id, [...(byDelivery.get(id) ?? []), request]);
  }
  expect(byDelivery.size).toBe(EVENTS);
  for (const requests of byDelivery.values()) {
    expect(requests.map(({ headers }) => headers['webhook-attempt'])).toEqual(['1', '2', '3', '4']);
    expect(new Set(requests.map(({ body }) => body)).size).toBe(1);
    expect(requests[1]?.receivedAt.getTime()).toBeGreaterThanOrEqual(firstDueMs - 1_000);
  }
}, 120_000);

it('an event whose workflow had not started when the process was killed is started after the next start', async () => {
  const accepting = await startReceiver();
  const temporal = processesWith('server start-dev', `--port ${service.temporalPort}`);
  for (const pid of temporal) process.kill(pid, 'SIGSTOP');
  const event = { event_type: 'upload', payload: {}, request: { notification_url: accepting.url } };
  expect((await service.call('POST', '/events', { event_id: 'unstarted', ...event })).status).toBe(202);

  await service.signal('SIGKILL');
  for (const pid of temporal) process.kill(pid, 'SIGKILL');
  await service.run();
  await accepting.waitForRequests(1, 30_000);
  await accepting.close();
}, 90_000);
