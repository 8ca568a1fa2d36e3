import path from 'node:path';
import { postgres, type TemporaryDatabase } from '../support/databases/databases';
import { startReceiver, type Receiver } from '../support/receivers/receiver';
import { Service } from '../support/services/service';
import { waitUntil } from '../support/services/wait-until';

/* The service on a machine whose clock is an hour ahead, with PostgreSQL on another whose clock is right. */

const MINUTE_MS = 60_000;

let database: TemporaryDatabase;
let receiver: Receiver;
let service: Service;
beforeAll(async () => {
  database = await postgres.createEmpty();
  receiver = await startReceiver();
  service = await Service.start({
    DATABASE_URL: database.url,
    NODE_OPTIONS: `--require ${path.resolve(__dirname, '../support/services/shifted-clock.cjs')}`,
  });
}, 90_000);
afterAll(async () => {
  await service.dispose();
  await receiver.close();
  await database.drop();
}, 60_000);

function expectOfNow(time: string | number | undefined): void {
  const ms = typeof time === 'number' ? time : Date.parse(time ?? '');
  expect(Math.abs(Date.now() - ms)).toBeLessThan(MINUTE_MS);
}

it("stores and signs with the database's time, and tells of the difference", async () => {
  await service.call('POST', '/triggers', { event_type: 'upload', uri: receiver.url });
  await service.call('POST', '/events', { event_id: 'e1', event_type: 'upload', payload: {} });
  const [request] = await receiver.waitForRequests(1);
  expectOfNow(Number(request?.headers['x-cld-timestamp']) * 1000);

  const event = await waitUntil('it is delivered', async () => {
    const { body } = await service.call<{
      received_at: string;
      deliveries: { id: string; status: string }[];
    }>('GET', '/events/e1');
    return body.deliveries[0]?.status === 'delivered' && body;
  });
  expectOfNow(event.received_at);
  const { body: delivery } = await service.call<{ attempts: { started_at: string }[] }>(
    'GET',
    `/deliveries/${event.deliveries[0]?.id}`,
  );
  expectOfNow(delivery.attempts[0]?.started_at);
  const { body: log } = await service.call<{ entries: { at: string }[] }>('GET', '/audit_log');
  expect(log.entries.length).toBeGreaterThan(0);
  for (const { at } of log.entries) expectOfNow(at);

  const told = service.printed.split('\n').filter((line) => line.includes("is not the database's"));
  expect(told.map((line) => JSON.parse(line) as object)).toEqual([
    expect.objectContaining({ level: 40, machine_ahead_seconds: 3600 }),
  ]);
});
