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
import { data, hostileWords, rules } from './generated-filters';

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
