import { createReceiver } from '../../packages/receiver/src/index.ts';
import { FRAMEWORKS, type Listening } from '../packages/receiver/frameworks';
import { Service } from '../support/services/service';
import { waitUntil } from '../support/services/wait-until';

/* The receiver kit on every framework, called by the running service. */

const PAYLOAD = { public_id: 'Käsekästchen', bytes: 284_113 };

let service: Service;
const open: Listening[] = [];
const received = new Map<string, string[]>();
beforeAll(async () => {
  service = await Service.start({ RETRY_DELAYS_SECONDS: '1,1,1' });
  const { api_key, api_secret } = service.credentials;
  for (const [name, start] of Object.entries(FRAMEWORKS)) {
    received.set(name, []);
    const receiver = createReceiver({
      secrets: { [api_key]: api_secret },
      keySet: `http://127.0.0.1:${service.port}/v1_1/demo/webhook_keys`,
      require: 'both',
      onError: () => undefined,
    }).on('upload', ({ public_id, signature_key }, { attempt, by }) => {
      received.get(name)?.push(`${public_id} ${signature_key === api_key} ${by} ${attempt}`);
      if (attempt === 1) throw new Error('the first attempt fails');
    });
    const listening = await start(receiver);
    open.push(listening);
    await service.call('POST', '/triggers', { event_type: 'upload', uri: listening.url });
  }
}, 90_000);
afterAll(async () => {
  await service.dispose();
  await Promise.all(open.map((each) => each.close()));
}, 60_000);

it('verifies both signatures of every notification, and gets it again after a handler failed', async () => {
  await service.call('POST', '/events', { event_id: 'e1', event_type: 'upload', payload: PAYLOAD });
  await waitUntil(
    'all is delivered',
    async () => {
      const { body } = await service.call<{ deliveries: { status: string }[] }>(
        'GET',
        '/deliveries?event_id=e1',
      );
      const delivered = body.deliveries.filter(({ status }) => status === 'delivered');
      return delivered.length === open.length;
    },
    30_000,
  );
  const expected = ['Käsekästchen true both 1', 'Käsekästchen true both 2'];
  expect(Object.fromEntries(received)).toEqual(
    Object.fromEntries(Object.keys(FRAMEWORKS).map((name) => [name, expected])),
  );
}, 60_000);
