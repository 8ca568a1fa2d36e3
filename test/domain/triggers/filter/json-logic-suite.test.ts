import jsonLogic from 'json-logic-js';
import { matchesFilter, parseFilter } from '../../../../src/domain/triggers/filter';
import { evaluate } from '../../../../src/domain/triggers/filter/matches-filter';
import { isJsonObject } from '../../../../src/domain/json/json-values';
import type { Filter } from '../../../../src/domain/triggers/trigger';
import entries from '../../../fixtures/json-logic/tests.json';

type Data = Readonly<Record<string, unknown>>;
type Case = readonly [rule: unknown, data: unknown, expected: unknown];

const cases = (entries as readonly unknown[]).filter((entry): entry is Case => Array.isArray(entry));
const asFilters = cases.filter((each): each is readonly [Filter, unknown, unknown] => isJsonObject(each[0]));

describe('the official JSONLogic tests', () => {
  it('are 277, of which 269 are objects and therefore possible filters', () => {
    expect([cases.length, asFilters.length]).toEqual([277, 269]);
  });

  it.each(cases)('evaluates %j over %j to %j', (rule, data, expected) => {
    expect(evaluate(rule, data)).toEqual(expected);
  });

  it.each(asFilters)(
    'accepts %j as a filter, which over %j matches if %j is truthy',
    (rule, data, expected) => {
      expect(parseFilter(rule)).toBe(rule);
      expect(matchesFilter(rule, data as Data)).toEqual({ matches: jsonLogic.truthy(expected) });
    },
  );
});
