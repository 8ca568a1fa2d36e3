import jsonLogic from 'json-logic-js';
import { matchesFilter, parseFilter } from '../../../../src/domain/triggers/filter';
import type { Filter } from '../../../../src/domain/triggers/trigger';
import { deepFreeze } from '../../../support/builders/deep-freeze';

/** Before anything is evaluated. */
const stockLibrary = { ...jsonLogic };

const upload = deepFreeze({
  notification_type: 'upload',
  resource_type: 'video',
  bytes: 20_000_000,
  empty: '',
  tags: ['hero', 'spring'],
  asset_folder: 'press/2026',
  notification_context: { triggered_by: { source: 'ui', id: 'dana@example.com' } },
});

describe('matchesFilter', () => {
  it.each<[string, boolean, Filter]>([
    ['an equal value', true, { '==': [{ var: 'resource_type' }, 'video'] }],
    ['another value', false, { '==': [{ var: 'resource_type' }, 'image'] }],
    ['an element of an array', true, { in: ['hero', { var: 'tags' }] }],
    ['a part of a text', true, { in: ['/press/', { cat: ['/', { var: 'asset_folder' }, '/'] }] }],
    ['a nested value', true, { '==': [{ var: 'notification_context.triggered_by.source' }, 'ui'] }],
    ['the notification type', true, { '==': [{ var: 'notification_type' }, 'upload'] }],
    [
      'one of two clauses',
      false,
      { and: [{ '>': [{ var: 'bytes' }, 1e7] }, { '==': [{ var: 'format' }, 'mp4'] }] },
    ],
    ['a part of an empty text', false, { in: ['', { var: 'empty' }] }],
    ['a missing value', false, { '>': [{ var: 'duration' }, 10] }],
    ['an empty array, which is not truthy', false, { filter: [{ var: 'tags' }, false] }],
    [
      'a default in place of an undefined value',
      true,
      { '==': [{ reduce: [[1], { var: ['accumulator', 'default'] }, { and: [] }] }, 'default'] },
    ],
    [
      'a default in place of a member of an undefined value',
      true,
      { '==': [{ reduce: [[1], { var: ['accumulator.a', 'default'] }, { and: [] }] }, 'default'] },
    ],
    ['the text "0", which is truthy', true, { cat: ['0'] }],
    [
      'missing keys, an empty text among them',
      true,
      { '==': [{ missing: ['bytes', 'empty', 'x'] }, 'empty,x'] },
    ],
    ['missing keys in an array', true, { '==': [{ missing: [['bytes', 'x'], 'y'] }, 'x'] }],
    ['missing keys with a default, as the reference', false, { missing: [[['x', 'default']]] }],
    ['keys of which enough are there', false, { missing_some: [1, ['bytes', 'x']] }],
    ['keys of which too few are there', true, { '==': [{ missing_some: [2, ['bytes', 'x', 'y']] }, 'x,y'] }],
    ['a single key of which too few are there', true, { '==': [{ missing_some: [2, 'x'] }, 'x'] }],
    ['a key for each of its letters, as the reference', false, { missing_some: [1, 'xy'] }],
    ['arrays and others, merged by one level', true, { '==': [{ merge: [1, [2, [3]], []] }, '1,2,3'] }],
  ])('%s: %s', (_what, matches, filter) => {
    expect(matchesFilter(filter, upload)).toEqual({ matches });
  });

  it.each(['constructor', '__proto__', 'tags.push', 'tags.constructor.prototype', 'bytes.toFixed'])(
    'does not read the inherited property %s, even by a path that is made at run time',
    (path) => {
      expect(matchesFilter({ '!!': [{ var: { cat: [path] } }] }, upload)).toEqual({ matches: false });
    },
  );

  it.each<[string, Filter]>([
    ['missing', { in: ['x', { missing: [{ var: 'keys' }] }] }],
    ['missing_some', { in: ['x', { missing_some: [1, { var: 'keys' }] }] }],
  ])('takes nothing that arrives as data for logic: keys of %s', (_what, filter) => {
    const data = { x: null, keys: [{ log: 'secret' }, { cat: ['x'] }, 'x'] };
    expect(matchesFilter(filter, data)).toEqual({ matches: true });
    expect(matchesFilter(filter, { ...data, keys: [{ cat: ['x'] }] })).toEqual({ matches: false });
  });

  it('answers the reason when an operator fails', () => {
    expect(reasonOf({ missing_some: [1, null] }, upload)).toBe('filter failed: missing_some without keys');
  });

  it.each(['log', 'constructor', '__defineGetter__', 'var.call'])(
    'knows no operator %s, whoever accepted the filter',
    (operator) => {
      expect(reasonOf({ '!': { [operator]: ['x'] } }, upload)).toBe(
        `filter failed: unknown operator "${operator}"`,
      );
    },
  );

  it('leaves the library as it was, even after a failure', () => {
    matchesFilter({ missing_some: [1, null] }, upload);
    expect({ ...jsonLogic }).toEqual(stockLibrary);
  });
});

function reasonOf(filter: Filter, data: Readonly<Record<string, unknown>>): string {
  const answer = matchesFilter(filter, data);
  return 'error' in answer ? answer.error : 'filter succeeded';
}

describe('a filter that would take too long or too much', () => {
  const thirty = Array.from({ length: 30 }, (_each, index) => index);
  const times = (count: number) => Array.from({ length: count }, () => 1);
  const accumulated = { var: 'accumulator' };
  const letters = 'a'.repeat(2_500);
  const payload = { large: Array.from({ length: 9_000 }, () => 'abcdefgh'.repeat(12)), huge: times(10_001) };

  it.each<[string, Filter, string]>([
    ['maps within maps', { map: [thirty, { map: [thirty, { map: [thirty, 1] }] }] }, 'more than 10000 steps'],
    [
      'doubles an array',
      { reduce: [times(24), { merge: [accumulated, accumulated] }, [1]] },
      'an array of more than 10000 elements',
    ],
    [
      'doubles a text',
      { reduce: [times(24), { cat: [accumulated, accumulated] }, 'a'] },
      'a text of more than 65536 characters',
    ],
    [
      'shares a subtree',
      { '==': [{ reduce: [times(40), [accumulated, accumulated], 1] }, 'x'] },
      'more than 10000 steps',
    ],
    [
      'converts a large array to text again and again',
      { reduce: [times(500), { if: [{ '==': [accumulated, 'x'] }, 1, accumulated] }, { var: 'large' }] },
      'more than 10000 steps',
    ],
    [
      'searches a long text for its worst case',
      {
        some: [times(12), { in: [`${letters}b${letters}`, { cat: [letters, letters, letters] }] }],
      },
      'more than 10000 steps',
    ],
    [
      'makes one long text after the other',
      { map: [times(300), { cat: [letters, letters, letters, letters, letters] }] },
      'more than 10000 steps',
    ],
    ['reads a huge array', { in: ['x', { var: 'huge' }] }, 'an array of more than 10000 elements'],
  ])('is stopped when it %s', (_what, filter, reason) => {
    expect(reasonOf(parseFilter(filter) ?? {}, payload)).toBe(`filter failed: ${reason}`);
  });

  it('is stopped when it is nested too deep to be evaluated', () => {
    let filter: Filter = { var: 'x' };
    for (let level = 0; level < 9_000; level++) filter = { '!': filter };
    expect(reasonOf(filter, {})).toMatch(/^filter failed: /);
  });
});
