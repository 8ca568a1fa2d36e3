import { describeValue, shortJson } from '../../../src/domain/json/json-values';

describe('the short JSON of a value', () => {
  it.each<[unknown, string]>([
    [null, 'null'],
    ['a "b"\n', '"a \\"b\\"\\n"'],
    [[1, [], {}, 'a'], '[1,[],{},"a"]'],
    [{ a: { b: [true] }, c: null }, '{"a":{"b":[true]},"c":null}'],
  ])('of %j is its JSON', (value, text) => {
    expect(shortJson(value, 200)).toBe(text);
    expect(JSON.stringify(value)).toBe(text);
  });

  it.each<[unknown, string]>([
    [undefined, 'undefined'],
    [Number.NaN, 'NaN'],
    [[Number.POSITIVE_INFINITY], '[Infinity]'],
  ])('names what JSON lacks: %p', (value, text) => {
    expect(shortJson(value, 200)).toBe(text);
  });

  it('is as long as allowed, and ends in … when it was longer', () => {
    expect(shortJson('abcdef', 8)).toBe('"abcdef"');
    expect(shortJson('abcdefg', 8)).toBe('"abcdef…');
    expect(shortJson([1, 2, 3], 4)).toBe('[1,…');
    expect(shortJson({ [`${'k'.repeat(1_000_000)}`]: 1 }, 10)).toBe('{"kkkkkkk…');
  });

  it('cuts no character in half', () => {
    expect(shortJson('ab👍👍', 5)).toBe('"ab…');
    expect(shortJson('ab👍👍', 6)).toBe('"ab👍…');
    expect(describeValue('👍'.repeat(80))).toBe(`"${'👍'.repeat(39)}…`);
  });

  it('looks at no more than it shows', () => {
    let looks = 0;
    const list = Array.from({ length: 1_000 }, () => ({
      get a() {
        looks += 1;
        return 'x'.repeat(50);
      },
    }));
    shortJson(list, 100);
    expect(looks).toBeLessThan(5);
  });
});
