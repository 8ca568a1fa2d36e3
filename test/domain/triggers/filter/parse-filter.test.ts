import { parseFilter } from '../../../../src/domain/triggers/filter';
import { DomainError } from '../../../../src/domain/errors';

function nested(levels: number): unknown {
  let rule: unknown = true;
  for (let level = 1; level < levels; level++) rule = { '!': rule };
  return rule;
}

function refusalOf(input: unknown): DomainError {
  try {
    parseFilter(input);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

describe('parseFilter', () => {
  it.each([
    ['an equality', { '==': [{ var: 'resource_type' }, 'image'] }],
    ['a tag', { in: ['hero', { var: 'tags' }] }],
    ['a nested path', { '==': [{ var: 'notification_context.triggered_by.source' }, 'ui'] }],
    ['clauses joined', { and: [{ '==': [{ var: 'format' }, 'mp4'] }, { '>': [{ var: 'bytes' }, 1e7] }] }],
    ['a default that is a forbidden path', { '==': [{ var: ['x', 'constructor'] }, 'constructor'] }],
    ['32 levels', nested(32)],
    ['1,000 values', { in: [{ var: 'format' }, Array.from({ length: 995 }, () => 1)] }],
    ['16,384 bytes', { in: ['x', 'é'.repeat(8_184) + 'a'] }],
  ])('accepts %s, and answers it unchanged', (_what, rule) => {
    expect(parseFilter(rule)).toBe(rule);
  });

  it.each([[null], [undefined], [{}]])('takes %j for no filter', (input) => {
    expect(parseFilter(input)).toBeUndefined();
  });

  it.each([
    ['a text', '{"==":[1,1]}', 'filter is "{\\"==\\":[1,1]}"; expected a JSONLogic object'],
    ['an array', [{ '==': [1, 1] }], 'filter is an array of 1; expected a JSONLogic object'],
    ['true', true, 'filter is true; expected a JSONLogic object'],
    [
      'log',
      { and: [{ log: 'x' }] },
      'filter at /and/0 is an object with "log"; expected one of the operators var missing missing_some if',
    ],
    ['an unknown operator', { eval: 'x' }, 'filter is an object with "eval"; expected one of the operators'],
    ['a dotted operator', { 'var.call': 1 }, 'filter is an object with "var.call"; expected one of'],
    [
      'a name of Object.prototype',
      { __defineGetter__: ['x', 1] },
      'is an object with "__defineGetter__"; expected',
    ],
    [
      '__proto__ as operator',
      JSON.parse('{"__proto__":1}'),
      'filter is an object with "__proto__"; expected one of',
    ],
    [
      'two operators',
      { '!': { '>': [1, 0], '<': [1, 2] } },
      'filter at /! is an object with ">", "<"; expected an',
    ],
    [
      'an object without operator',
      { in: [{}, []] },
      'filter at /in/0 is an empty object; expected an object with',
    ],
    [
      'a prototype path',
      { var: '__proto__.x' },
      'filter at /var is "__proto__.x"; expected a path without the segment',
    ],
    [
      'a constructor path',
      { '!': { var: ['a.constructor', 1] } },
      'filter at /!/var/0 is "a.constructor"; expected',
    ],
    [
      'a prototype path in an operand',
      { and: [{ var: 'a.__proto__' }] },
      'filter at /and/0/var is "a.__proto__"; expected a path without the segment "__proto__"',
    ],
    ['one missing path', { missing: 'b.prototype' }, 'filter at /missing is "b.prototype"; expected a path'],
    [
      'a missing path',
      { missing: ['a', 'b.prototype'] },
      'filter at /missing/1 is "b.prototype"; expected a path without',
    ],
    [
      'a missing path in an inner array',
      { missing: [['a', 'constructor']] },
      'filter at /missing/0/1 is "constructor"; expected a path without',
    ],
    [
      'a missing_some path',
      { or: [false, { missing_some: [1, ['ok', '__proto__']] }] },
      'filter at /or/1/missing_some/1/1 is "__proto__"; expected a path',
    ],
    ['33 levels', nested(33), 'is true; expected at most 32 levels of nesting'],
    [
      '1,001 values',
      { in: [1, Array.from({ length: 998 }, () => 1)] },
      'expected at most 1000 values in the whole',
    ],
    [
      '16,385 bytes',
      { in: ['x', 'é'.repeat(8_185)] },
      'filter is an object with "in"; expected at most 16384 bytes of JSON, not 16385',
    ],
    [
      'a number that JSON lacks',
      { '!': Number.NaN },
      'filter at /! is NaN; expected a value that JSON keeps exactly',
    ],
    [
      'a whole number that a double would change',
      { '==': [{ var: 'id' }, 2 ** 53] },
      'filter at /==/1 is 9007199254740992; expected a value that JSON keeps exactly',
    ],
  ])('refuses %s and says where, what and what was expected', (_what, input, message) => {
    const refusal = refusalOf(input);
    expect(refusal.code).toBe('invalid_filter');
    expect(refusal.message).toContain(message);
  });

  it('stops at a bound, however large the rest is', () => {
    const wide = { in: [1, Array.from({ length: 1_000_000 }, () => 1)] };
    expect(() => parseFilter(wide)).toThrow('filter at /in/1/996 is 1; expected at most 1000 values');
    expect(() => parseFilter(nested(100_000))).toThrow('at most 32 levels of nesting');
  });
});
