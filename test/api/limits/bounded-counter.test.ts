import { BoundedCounter } from '../../../src/api/limits/bounded-counter';

const options = { limit: 3, windowSeconds: 60 };

describe('a bounded counter', () => {
  it('counts every key for itself', async () => {
    const counter = new BoundedCounter(options);
    await counter.count('a');
    await counter.count('a');
    expect([(await counter.count('a')).count, (await counter.count('b')).count]).toEqual([3, 1]);
  });

  it('says how much of the window is left', async () => {
    const { leftMs } = await new BoundedCounter(options).count('a');
    expect(leftMs).toBeGreaterThan(50_000);
    expect(leftMs).toBeLessThanOrEqual(60_000);
  });

  it('says of a blocked key for how long, and of no other', async () => {
    const counter = new BoundedCounter(options);
    await counter.count('b');
    await counter.block('a', 900);
    expect(await counter.blockedMs('a')).toBeGreaterThan(890_000);
    expect([await counter.blockedMs('b'), await counter.blockedMs('c')]).toEqual([0, 0]);
  });

  it('forgets, when it has too many keys, those that were counted longest ago', async () => {
    const counter = new BoundedCounter(options, 2);
    for (const key of ['a', 'b', 'a', 'c']) await counter.count(key);
    const counts = [];
    for (const key of ['a', 'c', 'b']) counts.push((await counter.count(key)).count);
    expect(counts).toEqual([3, 2, 1]);
  });
});

describe('a bounded counter whose window is over', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('begins again', async () => {
    const counter = new BoundedCounter(options);
    await counter.count('a');
    jest.advanceTimersByTime(60_000);
    expect((await counter.count('a')).count).toBe(1);
  });
});
