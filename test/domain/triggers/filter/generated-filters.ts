import * as fc from 'fast-check';
import { OPERATORS } from '../../../../src/domain/triggers/filter/operators';

/** Names that lead out of the data, and operators that a filter may not have. */
export const hostileWords = [
  '__proto__',
  'constructor',
  'prototype',
  'log',
  'method',
  '__defineGetter__',
  'a.b',
  'tags.push',
];
/** Objects that are no operations. */
const literal = fc.constantFrom({}, { cat: ['a'], var: 'a' });
const scalar = fc.oneof(
  fc.constantFrom(null, true, false, 0, 1, -1.5, '', 'a', 'b', '10', 'hero'),
  fc.constantFrom('tags', 'tags.0', 'tags.length', 'nested.a', 'nested', 'none', 'accumulator', 'current'),
);
/** Of two members, since the reference takes an object of one, found among the keys of `missing`, for logic. */
const pair = fc.record({ a: scalar, b: scalar });
/** What rules are evaluated over. */
export const data = fc.record({
  a: scalar,
  b: scalar,
  tags: fc.array(fc.oneof(scalar, pair, fc.array(scalar, { maxLength: 3 })), { maxLength: 4 }),
  nested: pair,
});

/** Rules of the listed operators; with `words`, also of those, and with those as paths. */
export function rules(words: readonly string[]): fc.Arbitrary<unknown> {
  const leaf = fc.oneof(scalar, literal, ...words.map((word) => fc.constant(word)));
  return fc.letrec<{ rule: unknown }>((tie) => ({
    rule: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      leaf.map((path) => ({ var: path })),
      fc.array(tie('rule'), { maxLength: 3 }),
      fc
        .tuple(fc.constantFrom(...OPERATORS, ...words), fc.array(tie('rule'), { maxLength: 4 }))
        .map(([operator, operands]) => Object.fromEntries([[operator, operands]])),
    ),
  })).rule;
}
