import { v2 as cloudinary } from 'cloudinary';
import { startReceiver, type ReceivedRequest, type Receiver } from '../support/receivers/receiver';
import { Service } from '../support/services/service';
import { waitUntil } from '../support/services/wait-until';

/* PUT /failure_notifications: who is told when deliveries fail for good, in both shapes of FIRST_ATTEMPT. */

interface Trouble {
  readonly host: string;
  readonly failed_deliveries: number;
  readonly recovered_at: string | null;
}

interface StoredEvent {
  readonly event_type: string;
  readonly deliveries: Readonly<Record<'pending' | 'delivered' | 'failed', number>>;
}

let service: Service;
/** Both at 127.0.0.1: what is told is never taken for a sign of the host that fails. */
let receiver: Receiver;
let alerts: Receiver;
let answer: number;
let alertAnswer: (index: number) => number;

async function start(shape: 'delivery' | 'event'): Promise<void> {
  answer = 200;
  alertAnswer = () => 200;
  receiver = await startReceiver(() => answer);
  alerts = await startReceiver((_request, index) => alertAnswer(index));
  service = await Service.start({
    FIRST_ATTEMPT: shape,
    RETRY_DELAYS_SECONDS: '1',
    ALLOW_CIDRS: '127.0.0.0/8,::1/128',
  });
  const named = await service.call('PUT', '/failure_notifications', { uri: alerts.url });
  expect(named.status).toBe(200);
}
afterEach(async () => {
  await service.dispose();
  await receiver.close();
  await alerts.close();
}, 60_000);

async function publish(eventId: string, to = receiver.url): Promise<void> {
  const request = { notification_url: to };
  const event = { event_id: eventId, event_type: 'upload', payload: {}, request };
  expect((await service.call('POST', '/events', event)).status).toBe(202);
}
const hosts = async () =>
  (await service.call<{ hosts: Trouble[] }>('GET', '/failure_notifications')).body.hosts;
/** The service's own events, the oldest first. */
const own = async () =>
  (await service.call<{ events: StoredEvent[] }>('GET', '/events')).body.events
    .filter(({ event_type }) => event_type.startsWith('destination_'))
    .toReversed();
const untilEnded = (eventId: string, status: string) =>
  waitUntil(
    `${eventId} is ${status}`,
    async () => {
      const path = `/deliveries?event_id=${eventId}&status=${status}`;
      return (await service.call<{ deliveries: unknown[] }>('GET', path)).body.deliveries.length === 1;
    },
    30_000,
  );

function expectFailing(request: ReceivedRequest | undefined): void {
  const { body = '', headers = {} } = request ?? {};
  const { 'x-cld-timestamp': timestamp, 'x-cld-signature': signature } = headers;
  cloudinary.config({ api_secret: service.credentials.api_secret, signature_algorithm: 'sha1' });
  expect(cloudinary.utils.verifyNotificationSignature(body, Number(timestamp), String(signature))).toBe(true);
  expect(JSON.parse(body)).toMatchObject({
    notification_type: 'destination_failing',
    destination_host: '127.0.0.1',
    last_error: { code: 'http_status', http_status: 503 },
    deliveries_url: `http://localhost:${service.port}/console/deliveries?destination_host=127.0.0.1&status=failed`,
    notification_context: { triggered_by: { source: 'service', id: 'failure_notifications' } },
  });
}

it('FIRST_ATTEMPT=delivery: a host that fails for good is told, signed, and so is its end', async () => {
  await start('delivery');
  answer = 503;
  await publish('e1');
  expectFailing((await alerts.waitForRequests(1, 30_000))[0]);
  answer = 200;
  await publish('e2');
  const [, recovered] = await alerts.waitForRequests(2, 30_000);
  expect(JSON.parse(recovered?.body ?? '')).toMatchObject({
    notification_type: 'destination_recovered',
    failed_deliveries: 1,
  });
}, 120_000);

it('FIRST_ATTEMPT=event: it is told once, after kill -9 too, and retried; what fails to be told tells nobody', async () => {
  await start('event');
  // After this the worker knows that the receiver is quick.
  await publish('known');
  await untilEnded('known', 'delivered');
  answer = 503;
  alertAnswer = (index) => (index === 0 ? 503 : 200);
  for (const id of ['e1', 'e2', 'e3']) await publish(id);
  await waitUntil('it is stored', async () => (await hosts()).length > 0);
  await service.signal('SIGKILL');
  await service.run();
  for (const id of ['e1', 'e2', 'e3']) await untilEnded(id, 'failed');
  const [refused, told] = await alerts.waitForRequests(2, 30_000);
  expectFailing(told);
  expect(told?.body).toBe(refused?.body);
  expect(await hosts()).toMatchObject([{ failed_deliveries: 3, recovered_at: null }]);

  const other = await startReceiver([503], { host: '::1' });
  alertAnswer = () => 503;
  await publish('o1', other.url);
  await waitUntil('it has failed', async () => (await own())[1]?.deliveries.failed === 1, 30_000);
  expect(await hosts()).toMatchObject([
    { host: '[::1]', failed_deliveries: 1 },
    { host: '127.0.0.1', failed_deliveries: 3 },
  ]);
  expect((await own()).map(({ event_type }) => event_type)).toEqual([
    'destination_failing',
    'destination_failing',
  ]);
  await other.close();
}, 120_000);
