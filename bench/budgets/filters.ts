import type { LabelledInput } from './labelled-input';

type Rule = unknown;

const x = { var: 'x' };
const first = { var: 'x.0' };
const accumulator = { var: 'accumulator' };
const item = { var: '' };

const repeat = <Value>(count: number, value: Value): Value[] => Array.from({ length: count }, () => value);
const reduced = (times: number, rule: Rule, initial: Rule) => ({
  reduce: [repeat(times, 1), rule, initial],
});
const text = (length: number) => 'a'.repeat(length);

function nestedMaps(depth: number, length: number): Rule {
  return depth === 0 ? 1 : { map: [repeat(length, 1), nestedMaps(depth - 1, length)] };
}

function nested(depth: number, wrap: (rule: Rule) => Rule, rule: Rule): Rule {
  return depth === 0 ? rule : nested(depth - 1, wrap, wrap(rule));
}

/** Each operator as often as the size of a filter allows, on operands as large as it gets them. */
const EACH_OPERATOR = [
  ...['==', '===', '!=', '!==', '>', '>=', '<', '<=', 'max', 'min', '+', '-', '*', '/', '%'],
  ...['missing', 'missing_some', 'merge', 'in', 'cat', 'substr', '!', '!!', 'and', 'or', 'if'],
].flatMap((operator): LabelledInput[] => [
  {
    name: `${operator} of the value, for each of 900`,
    input: { map: [repeat(900, 1), { [operator]: [x, x] }] },
  },
  { name: `${operator}, 140 times on the value`, input: { merge: repeat(140, { [operator]: [x, x] }) } },
  {
    name: `${operator}, 140 times on an element`,
    input: { merge: repeat(140, { [operator]: [first, first] }) },
  },
  {
    name: `${operator}, 140 times on an element and a number`,
    input: { or: repeat(140, { [operator]: [first, 0] }) },
  },
  { name: `${operator} of 450 elements`, input: { [operator]: repeat(450, first) } },
  { name: `${operator} of 450 values`, input: { [operator]: repeat(450, x) } },
  { name: `${operator} of each element`, input: { map: [x, { [operator]: [item, item] }] } },
  {
    name: `${operator} of each element of an element`,
    input: { map: [first, { [operator]: [item, item] }] },
  },
  {
    name: `${operator} of what was made so far`,
    input: { reduce: [x, { [operator]: [accumulator, { var: 'current' }] }, ''] },
  },
]);

const READING: readonly LabelledInput[] = ['map', 'filter', 'all', 'none', 'some'].flatMap((operator) => [
  { name: `${operator} over the value`, input: { [operator]: [x, { '!': [item] }] } },
  {
    name: `${operator} over the value, 12 times nested`,
    input: nested(12, (rule) => ({ [operator]: [x, rule] }), item),
  },
  {
    name: `${operator} over the value, 140 times`,
    input: { or: repeat(140, { '!!': { [operator]: [x, item] } }) },
  },
]);

/** Those that differ late or early, of lengths for which engines have algorithms of their own. */
const SEARCHES = ['a', 'ж'].flatMap((letter) =>
  [2, 6, 12, 100, 1_000, 2_500].flatMap((length): LabelledInput[] => {
    const letters = letter.repeat(length);
    return [`${letters}b`, `b${letters}`, `${letters}b${letters}`].map((needle, index) => ({
      name: `searches for ${length} ${letter}, pattern ${index}`,
      input: { some: [repeat(900, 1), { in: [needle, first] }] },
    }));
  }),
);

/** Filters of up to 16 KiB that are built to be expensive. */
export const EXPENSIVE_FILTERS: readonly LabelledInput[] = [
  ...EACH_OPERATOR,
  ...READING,
  { name: 'maps in maps, 30 to the 4th', input: nestedMaps(4, 30) },
  { name: 'maps in maps, 2 to the 15th', input: nestedMaps(15, 2) },
  { name: 'doubles an array', input: reduced(24, { merge: [accumulator, accumulator] }, [1]) },
  { name: 'doubles an array by nesting', input: reduced(40, [accumulator, accumulator], 1) },
  { name: 'doubles a text', input: reduced(24, { cat: [accumulator, accumulator] }, 'ж') },
  { name: 'grows a text', input: reduced(900, { cat: [accumulator, text(90)] }, '') },
  { name: 'grows an array', input: reduced(900, { merge: [accumulator, repeat(40, 1)] }, []) },
  { name: 'nests an array and converts it', input: { '==': [reduced(900, [accumulator], []), ''] } },
  {
    name: 'nests an array and converts it each time',
    input: reduced(900, { if: [{ '==': [accumulator, ''] }, 1, [accumulator]] }, [1]),
  },
  { name: 'merges 490 arrays', input: { merge: repeat(490, repeat(1, 1)) } },
  { name: 'merges 450 elements, 20 times', input: { map: [repeat(20, 1), { merge: repeat(300, first) }] } },
  { name: 'merges elements of elements', input: { merge: repeat(490, { var: 'x.0.0' }) } },
  ...SEARCHES,
  {
    name: 'searches a text for a short one',
    input: { some: [repeat(900, 1), { in: [`${text(8)}b`, first] }] },
  },
  { name: 'searches an array', input: { some: [repeat(900, 1), { in: ['b', x] }] } },
  {
    name: 'searches an array for a text of the same length',
    input: { some: [repeat(900, 1), { in: [{ cat: [{ substr: [first, 1] }, 'b'] }, x] }] },
  },
  { name: 'searches 12,000 constants', input: { some: [x, { in: [item, repeat(900, 1)] }] } },
  { name: 'cuts long texts', input: { map: [repeat(900, 1), { substr: [first, 1, -1] }] } },
  { name: 'reads a path of dots', input: { map: [repeat(900, 1), { var: first }] } },
  { name: 'reads a written path of dots', input: { map: [repeat(50, 1), { var: '.'.repeat(12_000) }] } },
  {
    name: 'reads a long path that exists',
    input: { map: [repeat(900, 1), { var: `x.0${'.a'.repeat(60)}` }] },
  },
  {
    name: 'reads a long path without names that exists',
    input: { map: [repeat(900, 1), { var: `x.0${'.'.repeat(60)}` }] },
  },
  { name: 'misses elements', input: { map: [repeat(900, 1), { missing: [[x]] }] } },
  { name: 'misses the value', input: { missing: x } },
  { name: 'misses the payload', input: { map: [repeat(900, 1), { missing: [[item], [{ var: 'x.0' }]] }] } },
  { name: 'misses a long list', input: { map: [repeat(60, 1), { missing: [repeat(400, 'x.0.a.b.c')] }] } },
  {
    name: 'misses some of a long list',
    input: { map: [repeat(60, 1), { missing_some: [1, repeat(400, 'x.0.a.b.c')] }] },
  },
  { name: 'misses some of what is no list', input: { map: [repeat(900, 1), { missing_some: [1, first] }] } },
  { name: '31 levels of not', input: nested(30, (rule) => ({ '!': rule }), x) },
  { name: '30 levels of arrays', input: { '==': [nested(28, (rule) => [rule], x), 'a'] } },
  { name: '7 levels of two', input: nested(7, (rule) => ({ and: [rule, rule] }), { '!!': x }) },
  { name: 'a constant of 16,000 characters, 1,000 times', input: { map: [x, { cat: [text(16_000)] }] } },
];

/** Inputs that are refused, or read to their end, at most expense. */
export const FILTERS_TO_READ: readonly LabelledInput[] = [
  { name: '990 values', input: { merge: repeat(990, 1) } },
  { name: '495 operations', input: { merge: repeat(495, { '!': 1 }) } },
  { name: 'a path of 16,000 dots', input: { var: '.'.repeat(16_000) } },
  { name: '8,000 paths', input: { missing: repeat(4_000, 'a') } },
  { name: 'a thousand paths', input: { missing: repeat(980, '......') } },
  { name: 'missing inside missing', input: nested(8, (rule) => ({ missing: [[rule, rule]] }), 1) },
  {
    name: 'an object of many operators',
    input: Object.fromEntries(repeat(1_600, 0).map((_each, index) => [`k${index}`, 1])),
  },
  { name: 'a long unknown operator', input: { [text(16_000)]: 1 } },
  { name: 'arrays too deep', input: { '!': nested(8_000, (rule) => [rule], 1) } },
  { name: 'operations too deep', input: nested(2_700, (rule) => ({ '!': rule }), 1) },
  { name: 'two-byte text', input: { '!': 'ж'.repeat(8_180) } },
  { name: 'escaped text', input: { '!': '\u0001'.repeat(2_700) } },
];
