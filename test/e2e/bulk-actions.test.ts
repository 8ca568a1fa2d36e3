import { startReceiver, type Receiver } from '../support/receivers/receiver';
import { Service } from '../support/services/service';
import { waitUntil } from '../support/services/wait-until';

/* Many deliveries are retried at once, whatever ends in between. */

interface BulkAction {
  readonly id: string;
  readonly status: string;
  readonly done: number;
}

interface Delivery {
  readonly id: string;
  readonly event_id: string;
  readonly status: string;
}

const EARLIER = 5;
const MEANT = 25;

let service: Service;
let isWell = false;
let one: Receiver;
let other: Receiver;
const accepted: string[] = [];
beforeAll(async () => {
  one = await startReceiver(({ headers }) => {
    if (isWell) accepted.push(String(headers['webhook-id']));
    return isWell ? 200 : 503;
  });
  other = await startReceiver(() => (isWell ? 200 : 503), { host: '::1' });
  service = await Service.start({
    RETRY_DELAYS_SECONDS: '1',
    API_REQUESTS_PER_SECOND: '0',
    ALLOW_CIDRS: '127.0.0.0/8,::1/128',
  });
}, 90_000);
afterAll(async () => {
  await service.dispose();
  await one.close();
  await other.close();
}, 60_000);

async function publish(count: number, name: string, to: Receiver): Promise<void> {
  const request = { notification_url: to.url };
  for (let n = 0; n < count; n++) {
    const event = { event_id: `${name}-${n}`, event_type: 'upload', payload: {}, request };
    expect((await service.call('POST', '/events', event)).status).toBe(202);
  }
}

const deliveries = async () =>
  (await service.call<{ deliveries: Delivery[] }>('GET', '/deliveries?max_results=500')).body.deliveries;

const untilAllFailed = (count: number) =>
  waitUntil(
    'all have failed',
    async () => (await deliveries()).filter(({ status }) => status === 'failed').length === count,
    60_000,
  );

it('a retry of one host since some time goes on after kill -9, and reaches just these deliveries', async () => {
  await publish(EARLIER, 'earlier', one);
  await untilAllFailed(EARLIER);
  const from = new Date().toISOString();
  await publish(MEANT, 'meant', one);
  await publish(EARLIER, 'elsewhere', other);
  await untilAllFailed(EARLIER + MEANT + EARLIER);

  isWell = true;
  const request = { action: 'retry', filter: { status: 'failed', destination_host: '127.0.0.1', from } };
  const preview = await service.call<{ count: number; token: string }>(
    'POST',
    '/bulk_actions/preview',
    request,
  );
  expect(preview.body.count).toBe(MEANT);
  const { body: begun } = await service.call<BulkAction>('POST', '/bulk_actions', {
    ...request,
    token: preview.body.token,
    expected_count: MEANT,
    per_second: 5,
  });
  const shown = async () => (await service.call<BulkAction>('GET', `/bulk_actions/${begun.id}`)).body;
  await waitUntil('some are done', async () => (await shown()).done > 0, 20_000);
  await service.signal('SIGKILL');
  await service.run();
  await waitUntil('it has ended', async () => (await shown()).status === 'completed', 60_000);

  const ofEvent = new Map((await deliveries()).map((each) => [each.event_id, each]));
  const meant = Array.from({ length: MEANT }, (_, n) => ofEvent.get(`meant-${n}`)?.id ?? '');
  await waitUntil('they are delivered', async () => {
    const delivered = (await deliveries()).filter(({ status }) => status === 'delivered');
    return delivered.length === MEANT;
  });
  expect((await shown()).done).toBe(MEANT);
  expect([...new Set(accepted)].sort()).toEqual([...meant].sort());
  const delivered = (await deliveries()).filter(({ status }) => status === 'delivered');
  expect(delivered.map(({ id }) => id).sort()).toEqual([...meant].sort());
}, 180_000);
