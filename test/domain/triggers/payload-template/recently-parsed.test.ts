import { RecentlyParsed } from '../../../../src/domain/triggers/payload-template/recently-parsed';

const keys = Array.from({ length: 501 }, (_each, index) => `leaf ${index}`);

describe('RecentlyParsed', () => {
  it('remembers the 500 used last', () => {
    const cache = new RecentlyParsed();
    for (const key of keys.slice(0, 500)) cache.set(key, [key]);
    expect(cache.get('leaf 0')).toEqual(['leaf 0']);
    cache.set('leaf 500', ['leaf 500']);
    expect(keys.filter((key) => cache.get(key) === undefined)).toEqual(['leaf 1']);
  });

  it('does not remember what it was asked for in vain', () => {
    const cache = new RecentlyParsed();
    for (const key of keys.slice(0, 500)) cache.set(key, [key]);
    for (const key of keys) cache.get(`${key}, unknown`);
    expect(keys.slice(0, 500).filter((key) => cache.get(key) === undefined)).toEqual([]);
  });

  it('does not remember long ones', () => {
    const cache = new RecentlyParsed();
    cache.set('x'.repeat(500), ['kept']);
    cache.set('x'.repeat(501), ['too long']);
    expect([cache.get('x'.repeat(500)), cache.get('x'.repeat(501))]).toEqual([['kept'], undefined]);
  });

  it('forgets all when it is cleared', () => {
    const cache = new RecentlyParsed();
    cache.set('leaf', ['leaf']);
    cache.clear();
    expect(cache.get('leaf')).toBeUndefined();
  });
});
