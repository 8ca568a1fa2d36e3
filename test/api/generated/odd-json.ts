import fc from 'fast-check';

/** A key or text of its own stands for `__proto__`, which an object literal and `JSON.parse` treat differently. */
const PROTOTYPE_NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'];

const ODD_TEXTS = [
  '',
  ' ',
  '\u0000',
  'null',
  'undefined',
  '0',
  '-1',
  '../../etc/passwd',
  "' or 1=1 --",
  '%00',
  '%_',
  '{{payload}}',
  '{{#a}}{{/b}}',
  '<script>alert(1)</script>',
  '\ud800',
  'e\u0301\u202e\u2066',
  '𝕏🦄',
  'ſKİı',
  '\r\nX-Injected: 1',
  '9999-12-31T23:59:60Z',
  '-000001-01-01T00:00:00Z',
  'http://[::ffff:169.254.169.254]/',
  'http://127.1/',
  'http://a@b@c/',
  'javascript:alert(1)',
  'https://xn--/',
  `https://${'a'.repeat(64)}.example/`,
];

export const oddText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...ODD_TEXTS, ...PROTOTYPE_NAMES),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.nat({ max: 70_000 }).map((length) => 'x'.repeat(length)),
);

const oddNumber = fc.constantFrom(0, -0, -1, 1.5, 1e21, 1e-7, 2 ** 53, -(2 ** 63), Number.MAX_VALUE, 5e-324);

/** What JSON can hold and nobody asked for. Shallow and deep, small and large; keys such as `constructor` among others. */
export const oddJson: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: oddText },
  { weight: 2, arbitrary: fc.oneof(oddNumber, fc.constantFrom(null, true, false)) },
  { weight: 2, arbitrary: fc.constantFrom([], {}, [[]], [null], { '': {} }) },
  {
    weight: 2,
    arbitrary: fc.dictionary(fc.oneof(fc.constantFrom(...PROTOTYPE_NAMES), oddText), oddNumber, {
      maxKeys: 4,
    }),
  },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 12_000 }).map(nested) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 5_000 }).map((length) => Array.from({ length }, (_, n) => n)),
  },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 2_000 }).map(wide) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
);

/** Text, since to write one that deep as JSON would overflow the stack. */
export class JsonText {
  constructor(readonly text: string) {}
}

function nested(depth: number): unknown {
  return depth % 2 === 0
    ? new JsonText(`${'['.repeat(depth)}${']'.repeat(depth)}`)
    : new JsonText(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);
}

function wide(keys: number): unknown {
  return Object.fromEntries(Array.from({ length: keys }, (_, n) => [`k${n}`, n]));
}

/** JSON of a tree that may hold {@link JsonText}. Own keys named `__proto__` are written like any other. */
export function toJson(value: unknown): string {
  if (value instanceof JsonText) return value.text;
  if (Array.isArray(value)) return `[${value.map(toJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${toJson(field)}`).join(',')}}`;
}
