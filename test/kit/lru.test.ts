import { Lru } from '../../src/kit/lru';

const inUse = new Set<string>();
const make = () => new Lru<{ name: string }>({ maxEntries: 2, mayForget: ({ name }) => !inUse.has(name) });
const named = (name: string) => () => ({ name });
const keysOf = (lru: Lru<number>, keys: string) => [...keys].filter((key) => lru.has(key)).join('');
afterEach(() => inUse.clear());

describe('what was used', () => {
  it('is remembered', () => {
    const kept = make();
    const first = kept.use('a', named('a'));
    expect(kept.use('a', named('a'))).toBe(first);
    expect(kept.get('a')).toBe(first);
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

  it('exceeds the bound while everything is in use, and comes back to it afterwards', () => {
    const kept = make();
    for (const name of ['a', 'b', 'c', 'd']) {
      inUse.add(name);
      kept.use(name, named(name));
    }
    expect(kept.size).toBe(4);
    inUse.clear();
    kept.use('d', named('d'));
    expect(kept.size).toBe(2);
  });

  it('is used by getting it, but not by asking whether it is there', () => {
    const kept = new Lru<number>({ maxEntries: 2 });
    kept.set('a', 1);
    kept.set('b', 2);
    kept.has('a');
    expect(kept.set('c', 3)).toEqual(['a']);
    kept.get('b');
    expect(kept.set('d', 4)).toEqual(['c']);
  });

  it('is not pushed out by what is asked for in vain', () => {
    const kept = new Lru<number>({ maxEntries: 2 });
    kept.set('a', 1);
    kept.set('b', 2);
    expect([...'cde'].map((key) => kept.get(key))).toEqual([undefined, undefined, undefined]);
    expect(keysOf(kept, 'ab')).toBe('ab');
  });

  it('is replaced by a new value without forgetting another', () => {
    const kept = new Lru<number>({ maxEntries: 2 });
    kept.set('a', 1);
    kept.set('b', 2);
    expect(kept.set('a', 3)).toEqual([]);
    expect([kept.get('a'), kept.get('b')]).toEqual([3, 2]);
  });

  it('is forgotten several at once, where that is asked for', () => {
    const kept = new Lru<number>({ maxEntries: 5, shrinkTo: 3 });
    for (const key of 'abcde') expect(kept.set(key, 1)).toEqual([]);
    expect(kept.set('f', 1)).toEqual(['a', 'b', 'c']);
    expect(keysOf(kept, 'abcdef')).toBe('def');
  });

  it('is handed to whoever has to end it, when it makes room and when everything is forgotten', () => {
    const ended: number[] = [];
    const kept = new Lru<number>({ maxEntries: 2, onForget: (value) => ended.push(value) });
    kept.set('a', 1);
    kept.set('b', 2);
    kept.set('c', 3);
    expect(ended).toEqual([1]);
    kept.clear();
    expect(ended).toEqual([1, 2, 3]);
  });

  it('is forgotten by hand', () => {
    const kept = new Lru<number>({ maxEntries: 2 });
    kept.set('a', 1);
    kept.set('b', 2);
    kept.delete('a');
    expect(keysOf(kept, 'ab')).toBe('b');
    kept.clear();
    expect(kept.size).toBe(0);
  });
});
