import { createRecentlyUsed } from '../../src/kit/recently-used';

const inUse = new Set<string>();
const make = () => createRecentlyUsed<{ name: string }>(2, ({ name }) => !inUse.has(name));
const named = (name: string) => () => ({ name });
afterEach(() => inUse.clear());

describe('what was recently used', () => {
  it('is remembered', () => {
    const kept = make();
    const first = kept.use('a', named('a'));
    expect(kept.use('a', named('a'))).toBe(first);
  });

  it('is forgotten when it was used longest ago and there is too much', () => {
    const kept = make();
    const [a, b] = [kept.use('a', named('a')), kept.use('b', named('b'))];
    kept.use('a', named('a'));
    kept.use('c', named('c'));
    expect(kept.size).toBe(2);
    expect(kept.use('a', named('a'))).toBe(a);
    expect(kept.use('b', named('b'))).not.toBe(b);
  });

  it('is not forgotten while it is in use', () => {
    const kept = make();
    inUse.add('a');
    const a = kept.use('a', named('a'));
    kept.use('b', named('b'));
    kept.use('c', named('c'));
    expect(kept.use('a', named('a'))).toBe(a);
    expect(kept.size).toBe(2);
  });
});
