import * as fc from 'fast-check';
import { printValue } from '../../../../src/domain/triggers/payload-template/guarded-mustache';
import { fuzzSettings } from '../../../support/builders/fuzz-runs';

const MANY = 1_000;
const numbers = Array.from({ length: 100 }, () => 10);

describe('printValue', () => {
  it.each([
    ['a text, as it is', 'a "kettle"', 'a "kettle"'],
    ['the empty text', '', ''],
    ['null, as nothing', null, ''],
    ['a missing value, as nothing', undefined, ''],
    ['zero', 0, '0'],
    ['a great number', 1e20, '100000000000000000000'],
    ['false', false, 'false'],
    ['an array, as compact JSON', ['a', [1, null], {}], '["a",[1,null],{}]'],
    ['an object, as compact JSON', { a: { b: [] } }, '{"a":{"b":[]}}'],
  ])('prints %s', (_what, value, text) => {
    expect(printValue(value, MANY)).toBe(text);
  });

  it.each<[string, unknown, string]>([
    ['an array', [1, 22, 'c'], '[1,22,"c"]'],
    ['arrays in an array', [[1], [2, 3]], '[[1],[2,3]]'],
    ['an object', { a: 1, bc: 'd' }, '{"a":1,"bc":"d"}'],
    ['an object in an array', [{ a: null }, true], '[{"a":null},true]'],
    ['an array in an object', { a: [1], b: { c: false } }, '{"a":[1],"b":{"c":false}}'],
    ['a number', 12_345, '12345'],
  ])('prints %s of as many characters as are left, and never more', (_what, value, text) => {
    expect(printValue(value, text.length)).toBe(text);
    for (let left = 0; left < text.length; left++) expect(printValue(value, left)).toBeUndefined();
  });

  it.each<[string, unknown]>([
    ['elements of an array', untouchable(numbers, 50)],
    ['elements of arrays in an array', [numbers, untouchable(numbers, 0)]],
    ['members of an object', { a: numbers, b: untouchable(numbers, 0) }],
    ['members of an object after a long name', { ['b'.repeat(150)]: untouchable(numbers, 0) }],
    ['what is left of an array in an array', ['b'.repeat(100), untouchable(numbers, 40)]],
    ['what is left of an array in an object', { a: 'b'.repeat(100), c: untouchable(numbers, 40) }],
    ['a member of an object', withTrap({ a: numbers })],
    ['a member of an object after its long name', withTrap({}, 'b'.repeat(150))],
  ])('does not look at %s beyond the limit', (_what, value) => {
    expect(printValue(value, 150)).toBeUndefined();
  });

  it('prints what JSON.stringify prints, and leaves nothing out that would fit', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.nat(40), (value, maxCharacters) => {
        if (value === null || typeof value === 'string') return;
        const json = JSON.stringify(value);
        expect(printValue(value, json.length)).toBe(json);
        if (printValue(value, maxCharacters) === undefined)
          expect(json.length).toBeGreaterThan(maxCharacters);
      }),
      fuzzSettings(1_000),
    );
  });
});

/** A copy whose elements must not be read from a place on. */
function untouchable(elements: readonly number[], from: number): readonly number[] {
  return withTrap([...elements], from);
}

/** With a member that must not be read. */
function withTrap<Value extends object>(value: Value, key: string | number = 'trap'): Value {
  return Object.defineProperty(value, key, {
    enumerable: true,
    get: () => {
      throw new Error('looked too far');
    },
  });
}
