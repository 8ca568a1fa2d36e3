import { Agent, request } from 'undici';
import { createAddressRules } from '../../src/domain/destinations/address-rules';
import { createNameResolver } from '../../src/outbound/network/allowed-addresses';
import { createSender } from '../../src/outbound/sender';
import { type RawReceiver, startRawReceiver } from '../support/receivers/raw-receiver';

const DEADLINE_MS = 300;
const GRACE_MS = 500;
/** The library's own limit for connections, 10 s unless told otherwise. */
const CONNECT_TIMEOUT_MS = 1_000;

type Post = (url: string) => Promise<unknown>;

let receiver: RawReceiver;
beforeEach(async () => {
  receiver = await startRawReceiver((socket) => socket.resume());
});
afterEach(() => receiver.close());

/** How long a POST with that deadline takes at a receiver that accepts the connection and never shakes hands. */
async function durationOf(post: Post): Promise<number> {
  const startedAt = performance.now();
  await post(`https://127.0.0.1:${receiver.port}/`);
  return performance.now() - startedAt;
}

describe('a receiver that never shakes hands', () => {
  it('keeps undici beyond the deadline: a signal is not heard before the connection stands', async () => {
    const dispatcher = new Agent({ connect: { timeout: CONNECT_TIMEOUT_MS } });
    const duration = await durationOf(async (url) => {
      const sent = request(url, { method: 'POST', signal: AbortSignal.timeout(DEADLINE_MS), dispatcher });
      await expect(sent).rejects.toThrow();
    });
    expect(duration).toBeGreaterThan(DEADLINE_MS + GRACE_MS);
    await dispatcher.destroy();
  });

  it('does not keep ours', async () => {
    const rules = createAddressRules({ allowCidrs: ['127.0.0.0/8'] });
    const sender = createSender({ rules, resolver: createNameResolver() });
    const duration = await durationOf(async (url) => {
      const outcome = await sender.post({ url, body: '{}', headers: {}, timeoutMs: DEADLINE_MS });
      expect(outcome).toMatchObject({ kind: 'unreachable', errorCode: 'timeout' });
    });
    expect(duration).toBeLessThan(DEADLINE_MS + GRACE_MS);
    sender.close();
  });
});
