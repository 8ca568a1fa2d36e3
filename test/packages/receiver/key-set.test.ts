import { createReceiver, type ReceiverOptions } from '../../../packages/receiver/src/index.ts';
import { createTestKeySet, signNotification } from '../../../packages/receiver/src/testing/index.ts';
import { startReceiver } from '../../support/receivers/receiver';

const ADDRESS = 'https://hooks.example.com/v1_1/acme/webhook_keys';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The service's `/webhook_keys` and a clock, both in the test's hand. */
async function aService() {
  const [first, second] = [await createTestKeySet('first'), await createTestKeySet('second')];
  const state = {
    published: first.keySet,
    isAway: false,
    fetches: 0,
    nowMs: Date.parse('2026-03-14T09:26:53Z'),
  };
  const fetchKeys = async () => {
    state.fetches += 1;
    if (state.isAway) throw new Error('connect ECONNREFUSED');
    return Response.json(state.published);
  };
  const receiver = createReceiver({ keySet: ADDRESS, fetch: fetchKeys, now: () => state.nowMs });
  const verdictOn = async ({ keyPair } = first, payload?: unknown) => {
    const signed = await signNotification({ keyPair, at: new Date(state.nowMs), payload: '{}' });
    const result = await receiver.verify(payload === undefined ? signed : { ...signed, body: payload });
    return result.ok ? result.key : result.reason;
  };
  return { first, second, state, verdictOn };
}

describe('the key set', () => {
  it('is fetched for the first notification, and kept for five minutes', async () => {
    const { state, verdictOn } = await aService();
    expect(state.fetches).toBe(0);
    expect(await verdictOn()).toBe('first');
    state.nowMs += 5 * MINUTE_MS - 1;
    expect(await verdictOn()).toBe('first');
    expect(state.fetches).toBe(1);
    state.nowMs += 1;
    expect(await verdictOn()).toBe('first');
    expect(state.fetches).toBe(2);
  });

  it('is fetched once for notifications that come together', async () => {
    const { state, verdictOn } = await aService();
    expect(await Promise.all(Array.from({ length: 20 }, () => verdictOn()))).toEqual(Array(20).fill('first'));
    expect(state.fetches).toBe(1);
  });

  it('is fetched again for a signature by a new key', async () => {
    const { first, second, state, verdictOn } = await aService();
    expect(await verdictOn()).toBe('first');
    state.nowMs += 31_000;
    state.published = { keys: [...second.keySet.keys, ...first.keySet.keys] };
    expect(await verdictOn(second)).toBe('second');
    expect(await verdictOn(first)).toBe('first');
    expect(state.fetches).toBe(2);
  });

  it('is fetched for forgeries once in 30 seconds at most', async () => {
    const { second, state, verdictOn } = await aService();
    expect(await verdictOn()).toBe('first');
    state.nowMs += 29_999;
    for (let count = 0; count < 50; count += 1) expect(await verdictOn(second)).toBe('wrong_signature');
    expect(state.fetches).toBe(1);
    state.nowMs += 1;
    for (let count = 0; count < 50; count += 1) expect(await verdictOn(second)).toBe('wrong_signature');
    expect(state.fetches).toBe(2);
  });

  it('no longer trusts a revoked key after five minutes', async () => {
    const { first, second, state, verdictOn } = await aService();
    expect(await verdictOn(first)).toBe('first');
    state.published = second.keySet;
    state.nowMs += 5 * MINUTE_MS;
    expect(await verdictOn(first)).toBe('wrong_signature');
    expect(await verdictOn(second)).toBe('second');
  });

  it('lasts for 24 hours while the service is away, which is asked every 30 seconds at most', async () => {
    const { state, verdictOn } = await aService();
    expect(await verdictOn()).toBe('first');
    state.isAway = true;
    state.nowMs += 24 * HOUR_MS - 1;
    expect([await verdictOn(), await verdictOn()]).toEqual(['first', 'first']);
    expect(state.fetches).toBe(2);
    state.nowMs += 30_000;
    expect(await verdictOn()).toBe('key_set_unavailable');
  });

  it('that never came is unavailable, and is there with the first answer', async () => {
    const { state, verdictOn } = await aService();
    state.isAway = true;
    expect([await verdictOn(), await verdictOn()]).toEqual(['key_set_unavailable', 'key_set_unavailable']);
    expect(state.fetches).toBe(1);
    state.isAway = false;
    state.nowMs += 1_000;
    expect(await verdictOn()).toBe('first');
  });

  it('that is away does not matter where the legacy signature is right', async () => {
    const at = new Date();
    const { keyPair } = await createTestKeySet();
    const away = async () => {
      throw new Error('away');
    };
    const receiver = createReceiver({ secrets: 's3cret', keySet: ADDRESS, fetch: away });
    const signed = await signNotification({ secret: 's3cret', keyPair, at });
    expect(await receiver.verify(signed)).toMatchObject({ ok: true, by: 'legacy' });
  });

  it('that no key can be used of is unavailable, and the message says why', async () => {
    const { keyPair } = await createTestKeySet();
    const answers: readonly (readonly [string, () => Response, RegExp])[] = [
      ['404', () => new Response('no', { status: 404 }), /got status 404, expected 200/],
      ['a redirect', () => new Response(null, { status: 302, headers: { location: 'http://evil' } }), /302/],
      ['HTML', () => new Response('<html>'), /JSON/],
      ['no keys', () => Response.json({ keys: [] }), /got 0 keys/],
      ['no list', () => Response.json({}), /keySet: /],
      ['too much', () => new Response(' '.repeat(65_537)), /got more than 65536 bytes/],
    ];
    for (const [, answer, message] of answers) {
      const receiver = createReceiver({ keySet: ADDRESS, fetch: async () => answer() });
      const result = await receiver.verify(await signNotification({ keyPair }));
      expect(result).toMatchObject({
        reason: 'key_set_unavailable',
        message: expect.stringMatching(message),
      });
    }
  });

  it('comes over a real connection too, and redirects are not followed', async () => {
    const { keySet, keyPair } = await createTestKeySet();
    const service = await startReceiver(({ path }) =>
      path === '/hook'
        ? { status: 200, body: JSON.stringify(keySet) }
        : { status: 302, headers: { location: '/hook' } },
    );
    try {
      const signed = await signNotification({ keyPair });
      const verdict = (options: ReceiverOptions) => createReceiver(options).verify(signed);
      expect(await verdict({ keySet: service.url })).toMatchObject({ ok: true });
      expect(await verdict({ keySet: new URL(service.url) })).toMatchObject({ ok: true });
      expect(await verdict({ keySet: `${service.url}/moved` })).toMatchObject({
        reason: 'key_set_unavailable',
      });
    } finally {
      await service.close();
    }
  });
});
