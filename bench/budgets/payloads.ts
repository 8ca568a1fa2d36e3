export interface LargePayload {
  readonly name: string;
  readonly eventType: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** What the API takes of a request's body. */
const MAX_BYTES = 1_048_576;
/** The longest that a filter may read. */
const LONG_TEXT = 65_536;
const LONG_ARRAY = 10_000;
/** Containers inside each other, as many as the API takes. */
const DEPTH = 60;

/** JSON texts of the member `x`. Their values are what filters and templates of the corpus read. */
const VALUES: readonly (readonly [name: string, json: () => string])[] = [
  ['texts of 64 Ki', () => many(quoted('a'.repeat(LONG_TEXT)))],
  ['texts of 64 Ki in two bytes each', () => many(quoted('ж'.repeat(LONG_TEXT)))],
  ['texts of 64 Ki dots', () => many(quoted('.'.repeat(LONG_TEXT)))],
  ['texts of 64 Ki digits', () => many(quoted('9'.repeat(LONG_TEXT)))],
  ['texts of quotes', () => many(quoted('"'.repeat(LONG_TEXT)))],
  ['texts of control characters', () => many(quoted('\u0001'.repeat(LONG_TEXT)))],
  ['texts of 64 Ki blanks', () => many(quoted(' '.repeat(LONG_TEXT)))],
  ['texts of 256 Ki', () => many(quoted('a'.repeat(4 * LONG_TEXT - 10)))],
  ['texts of 255 characters', () => many(quoted('a'.repeat(255)))],
  ['arrays of texts of 255 characters', () => many(array('a'.repeat(255), 300))],
  ['one text', () => quoted('a'.repeat(MAX_BYTES - 100))],
  ['arrays of 10,000 small numbers', () => many(array(7, LONG_ARRAY))],
  ['arrays of 10,000 fractions', () => many(array(-1.2345678901234567e-100, LONG_ARRAY))],
  ['arrays of 10,000 great numbers', () => many(list('1e20', LONG_ARRAY))],
  ['arrays of 10,000 empty objects', () => many(array({}, LONG_ARRAY))],
  ['arrays of 10,000 empty arrays', () => many(array([], LONG_ARRAY))],
  ['arrays of 15 numbers', () => many(array(7, 15))],
  ['arrays of arrays of 15 fractions', () => many(list(array(-1.2345678901234567e-100, 15), 500))],
  ['arrays of 100 numbers', () => many(array(7, 100))],
  ['one array of small numbers', () => many('1')],
  ['one array of great numbers', () => many('1e20')],
  ['one array of empty objects', () => many('{}')],
  ['one array of empty arrays', () => many('[]')],
  ['one array of nulls', () => many('null')],
  ['arrays inside each other', () => many('['.repeat(DEPTH) + ']'.repeat(DEPTH))],
  ['objects inside each other', () => many('{"a":'.repeat(DEPTH) + '1' + '}'.repeat(DEPTH))],
  ['objects inside each other, without names', () => many('{"":'.repeat(DEPTH) + '1' + '}'.repeat(DEPTH))],
  ['objects with one member', () => many('{"a":1}')],
  ['objects with a list of objects', () => many(`{"a":[{"a":[{"a":1},{"a":2}]},{"a":3}],"b":"b"}`)],
  ['one object of many members', () => `{${members(80_000)}}`],
  ['objects of 20,000 members', () => many(`{${members(20_000)}}`)],
  ['operations', () => many('{"cat":["a","b"]}')],
];

/** Payloads whose template context is a matter of their own. */
const SHAPES: readonly (readonly [name: string, eventType: string, json: () => string])[] = [
  ['a map of resources', 'move', () => `{"resources":{${members(20_000, '{"type":"upload"}')}}}`],
  ['a map of one large resource', 'move', () => `{"resources":{"id":{${members(80_000)}}}}`],
  ['a list of resources', 'delete', () => `{"resources":${many('{"type":"upload"}')}}`],
  ['a list of one large resource', 'delete', () => `{"resources":[{${members(80_000)}}]}`],
  ['a list of numbers for resources', 'delete', () => `{"resources":${many('1')}}`],
  ['a long list of eager transformations', 'eager', () => `{"eager":${many('{"status":""}')}}`],
  ['a long list of numbers for eager transformations', 'eager', () => `{"eager":${many('1')}}`],
  ['many members', 'upload', () => `{${members(80_000)}}`],
];

/** Payloads of up to 1 MiB of every kind that makes some operation expensive, as they come out of `JSON.parse`. */
export function largePayloads(): LargePayload[] {
  return [
    ...VALUES.map(([name, json]) => parsed({ name, eventType: 'upload', json: `{"x":${json()}}` })),
    ...SHAPES.map(([name, eventType, json]) => parsed({ name, eventType, json: json() })),
  ];
}

function parsed({ name, eventType, json }: { name: string; eventType: string; json: string }): LargePayload {
  const bytes = Buffer.byteLength(json);
  if (bytes > MAX_BYTES) throw new Error(`the payload "${name}" has ${bytes} bytes`);
  const value = JSON.parse(json) as Readonly<Record<string, unknown>>;
  return { name, eventType, value: { notification_type: eventType, ...value } };
}

/** As many of a value as fit. */
function many(json: string): string {
  return list(json, Math.floor((MAX_BYTES - 100) / (Buffer.byteLength(json) + 1)));
}

function array(value: unknown, length: number): string {
  return list(JSON.stringify(value), length);
}

function list(json: string, length: number): string {
  return `[${Array.from({ length }, () => json).join(',')}]`;
}

function members(count: number, json = '1'): string {
  return Array.from({ length: count }, (_each, index) => `"k${index}":${json}`).join(',');
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
