import * as fc from 'fast-check';
import jsonLogic from 'json-logic-js';
import type { RulesLogic } from 'json-logic-js';
import { DomainError } from '../../../../src/domain/errors';
import { matchesFilter, parseFilter } from '../../../../src/domain/triggers/filter';
import { evaluate } from '../../../../src/domain/triggers/filter/matches-filter';
import { OPERATORS } from '../../../../src/domain/triggers/filter/operators';
import { deepFreeze } from '../../../support/builders/deep-freeze';
import { fuzzSettings } from '../../../support/builders/fuzz-runs';
import { prototypeKeys } from '../../../support/builders/prototype-keys';

const hostileWords = [
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
const data = fc.record({
  a: scalar,
  b: scalar,
  tags: fc.array(fc.oneof(scalar, pair, fc.array(scalar, { maxLength: 3 })), { maxLength: 4 }),
  nested: pair,
});

/** Rules of the listed operators; with `words`, also of those, and with those as paths. */
function rules(words: readonly string[]): fc.Arbitrary<unknown> {
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

function attempt(run: () => unknown): { readonly value: unknown } | 'throws' {
  try {
    return { value: run() };
  } catch {
    return 'throws';
  }
}

describe('filters', () => {
  it('evaluate small rules to what the reference implementation evaluates them to', () => {
    fc.assert(
      fc.property(rules([]), data, (rule, payload) => {
        const expected = attempt(() => jsonLogic.apply(rule as RulesLogic, payload));
        expect(attempt(() => evaluate(rule, payload))).toEqual(expected);
      }),
      fuzzSettings(2_000),
    );
  });

  it('answer or explain, whatever they are, and change neither the payload nor any prototype', () => {
    const before = prototypeKeys();
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...OPERATORS, ...hostileWords), rules(hostileWords)),
        data,
        (filter, payload) => {
          const answer = matchesFilter(filter, deepFreeze(payload));
          expect(Object.keys(answer)).toHaveLength(1);
        },
      ),
      fuzzSettings(1_000),
    );
    expect(prototypeKeys()).toEqual(before);
  });

  it("are accepted unchanged, taken for none, or refused as the caller's mistake", () => {
    fc.assert(
      fc.property(fc.oneof(rules(hostileWords), fc.jsonValue()), (input) => {
        try {
          expect([input, undefined]).toContain(parseFilter(input));
        } catch (error) {
          expect(error).toBeInstanceOf(DomainError);
        }
      }),
      fuzzSettings(1_000),
    );
  });
});
