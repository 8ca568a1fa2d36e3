import { createMessageWaits, type AskedChannel } from '../../../src/api/messages/message-waits';
import { waitUntil } from '../../support/services/wait-until';

const A_LONG_TIME_MS = 60_000;
const orders = { environmentId: 'env1', address: { channel: 'orders' } };
const batch = { environmentId: 'env1', address: { batchId: 'orders' } };

/** Waits over channels that a test fills while they wait. */
function arrange() {
  const looks: AskedChannel[][] = [];
  const state: { filled: AskedChannel[]; fault?: Error } = { filled: [] };
  const waits = createMessageWaits(async (channels) => {
    looks.push([...channels]);
    if (state.fault) throw state.fault;
    return state.filled;
  });
  const gone = new AbortController();
  const wait = (channel: AskedChannel, waitMs = A_LONG_TIME_MS) =>
    waits.wait(channel, { waitMs, signal: gone.signal });
  return { looks, state, waits, gone, wait };
}

describe('waiting for messages', () => {
  it('asks for all who wait at once, each channel once, and wakes those whose channel has something', async () => {
    const { looks, state, waits, wait } = arrange();
    state.filled = [orders];
    const other = wait(batch);
    expect(await Promise.all([wait(orders), wait(orders)])).toEqual([true, true]);
    expect(looks).toEqual([[batch, orders]]);
    waits.end();
    expect(await other).toBe(false);
  });

  it('looks again while there is nothing, and not at all when nobody waits', async () => {
    const { looks, state, wait } = arrange();
    const waiting = wait(orders);
    await waitUntil('it has looked twice', () => looks.length >= 2);
    state.filled = [orders];
    expect(await waiting).toBe(true);
    expect(looks).toHaveLength(3);
  });

  it('ends when its time is over, when its client goes away and when the process ends', async () => {
    const { gone, waits, wait } = arrange();
    expect(await wait(orders, 0)).toBe(false);
    expect(await wait(orders, 10)).toBe(false);
    const left = wait(orders);
    gone.abort();
    expect(await left).toBe(false);
    waits.end();
    expect(await wait(orders)).toBe(false);
  });

  it('fails when the database does not answer, and works again afterwards', async () => {
    const { state, wait } = arrange();
    state.fault = new Error('the database is away');
    await expect(wait(orders)).rejects.toThrow('the database is away');
    delete state.fault;
    state.filled = [orders];
    expect(await wait(orders)).toBe(true);
  });
});
