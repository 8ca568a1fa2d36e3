import http from 'node:http';
import { createAddressRules } from '../../src/domain/destinations/address-rules';
import { createNameResolver } from '../../src/outbound/network/allowed-addresses';
import { createSender } from '../../src/outbound/sender';
import {
  type Ending,
  type IdleClosingReceivers,
  startIdleClosingReceivers,
} from '../support/receivers/idle-closing-receivers';

/** `RACES=10000 npx jest test/http/keep-alive-race` runs more. */
const RACES = Number(process.env.RACES ?? 300);

const IDLE_MS = 5;
/** Two to each receiver, since that many idle connections are kept. */
const LANES = Math.min(100, Math.max(2, RACES / 30));
/** As JSON and signatures do under load: what the receiver did meanwhile is noticed afterwards only. */
const STALL_MS = 3;
const STALL_EVERY_MS = 7;

jest.setTimeout(120_000);

interface Client {
  /** @returns whether it was delivered. */
  post(url: string): Promise<boolean>;
  close(): void;
}

describe.each<[string, Ending]>([
  ['closes', 'end'],
  ['resets', 'resetAndDestroy'],
])('a receiver that %s idle connections just when they are used again', (_what, ending) => {
  let receivers: IdleClosingReceivers;
  beforeEach(async () => {
    receivers = await startIdleClosingReceivers(LANES / 2, { ending, idleMs: IDLE_MS });
  });
  afterEach(() => receivers.close());

  it(`costs our sender none of ${RACES} deliveries`, async () => {
    expect(await countFailures(ourClient(), receivers.urls)).toBe(0);
  });

  it('costs some to a sender that trusts its connections', async () => {
    expect(await countFailures(trustingClient(), receivers.urls)).toBeGreaterThan(0);
  });
});

/** Posts again and again from several lanes, each waiting for about as long as the receivers do. */
async function countFailures(client: Client, urls: readonly string[]): Promise<number> {
  let failures = 0;
  let started = 0;
  const run = async (lane: number) => {
    while (started++ < RACES) {
      const isDelivered = await client.post(urls[lane % urls.length]!);
      if (!isDelivered) failures += 1;
      await new Promise((resolve) => setTimeout(resolve, IDLE_MS - 1 + (started % 3)));
    }
  };
  const stalls = setInterval(stall, STALL_EVERY_MS);
  await Promise.all(Array.from({ length: LANES }, (_, lane) => run(lane)));
  clearInterval(stalls);
  client.close();
  return failures;
}

function stall(): void {
  const end = performance.now() + STALL_MS;
  while (performance.now() < end);
}

function ourClient(): Client {
  const rules = createAddressRules({ allowCidrs: ['127.0.0.0/8'] });
  const sender = createSender({ rules, resolver: createNameResolver() });
  return {
    async post(url) {
      const outcome = await sender.post({ url, body: '{}', headers: {}, timeoutMs: 10_000 });
      return outcome.kind === 'delivered';
    },
    close: () => sender.close(),
  };
}

function trustingClient(): Client {
  const agent = new http.Agent({ keepAlive: true });
  return {
    post: (url) =>
      new Promise((resolve) => {
        const request = http.request(url, { method: 'POST', agent }, (message) =>
          message.resume().once('end', () => resolve(true)),
        );
        request.on('error', () => resolve(false)).end('{}');
      }),
    close: () => agent.destroy(),
  };
}
