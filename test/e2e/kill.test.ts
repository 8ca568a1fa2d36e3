import path from 'node:path';
import { openDatabase } from '../../src/store/database/knex';
import { halt, processesWith } from '../support/services/all-processes';
import { startReceiver } from '../support/receivers/receiver';
import type { ReceivedRequest, Receiver } from '../support/receivers/receiver';
import { Service } from '../support/services/service';
import { waitUntil } from '../support/services/wait-until';

/* What survives: kill -9 of everything while deliveries wait. And what does not: events of long ago. */

interface Deliveries {
  readonly deliveries: readonly {
    readonly id: string;
    readonly status: string;
    readonly attempt_count: number;
    readonly next_attempt_at: string | null;
  }[];
}

const DAY_MS = 86_400_000;
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

describe('a service that was killed, and starts again', () => {
  const [old, recent] = ['e0', 'e1'];
  let accepting: Receiver;
  beforeAll(async () => {
    accepting = await startReceiver();
    const temporal = processesWith('server start-dev', `--port ${service.temporalPort}`);
    await halt(temporal);
    const event = { event_type: 'upload', payload: {}, request: { notification_url: accepting.url } };
    expect((await service.call('POST', '/events', { event_id: 'unstarted', ...event })).status).toBe(202);

    await service.signal('SIGKILL');
    for (const pid of temporal) process.kill(pid, 'SIGKILL');
    await makeOld(old);
    await service.run();
  }, 60_000);
  afterAll(() => accepting.close());

  /** In the file, of which nobody else knows now. */
  async function makeOld(eventId: string): Promise<void> {
    const at = new Date(Date.now() - 40 * DAY_MS).toISOString();
    const db = await openDatabase(`sqlite:${path.join(service.dataFolder, 'webhooks.db')}`);
    await db('events').where({ event_id: eventId }).update({ received_at: at, resolved_at: at });
    await db('deliveries').where({ event_id: eventId }).update({ updated_at: at });
    await db.destroy();
  }

  it('starts the workflow of an event that had none', async () => {
    await accepting.waitForRequests(1, 30_000);
  }, 60_000);

  it('deletes an event that ended 40 days ago with its delivery, says so, and leaves the others', async () => {
    const statusOf = async (eventId: string) => (await service.call('GET', `/events/${eventId}`)).status;
    await waitUntil('it is deleted', async () => (await statusOf(old)) === 404);
    expect(await statusOf(recent)).toBe(200);
    expect((await deliveries()).filter(({ status }) => status === 'failed')).toHaveLength(EVENTS - 1);
    const line = await waitUntil('the round has ended', () =>
      service.printed.split('\n').find((each) => each.includes('deleted what was older than it is kept for')),
    );
    expect(JSON.parse(line)).toMatchObject({ events: 1, deliveries: 1, attempts: 4 });
  });
});
