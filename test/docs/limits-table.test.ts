import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { displayName } from '../../src/api/route/fields';
import { responseQuery } from '../../src/api/operations/schemas';
import { isCloudName } from '../../src/domain/keys/product-environment';
import { useStoredApi } from '../support/services/stored-api';

/* The tables of sizes in docs/limits.md against the constants of the code, both ways. */

const ROOT = path.resolve(__dirname, '../..');
const PAGE = readFileSync(path.join(ROOT, 'docs/limits.md'), 'utf8');

const UNITS: Readonly<Record<string, number>> = { KiB: 1024, MiB: 1024 * 1024, s: 1000 };

/** First and second cell of each row below "Sizes and forms"; sizes in bytes, times in milliseconds. */
const documented = new Map(
  (PAGE.split('## Sizes and forms')[1]?.split('\n## ')[0] ?? '').split('\n').flatMap((line) => {
    const [, what = '', value = ''] = line.split('|').map((cell) => cell.trim());
    const [, number, unit = ''] = /^([\d,]+)(?: (\w+))?$/.exec(value) ?? [];
    return number === undefined
      ? []
      : [[what, Number(number.replaceAll(',', '')) * (UNITS[unit] ?? 1)] as const];
  }),
);

/** Rows of the page by the constant that each one shows: its file below `src`, and its name. */
const ROWS: Readonly<Record<string, string>> = {
  'api/route/body.ts MAX_EVENT_BYTES': 'body of an event, of a report, or with `sample_data`',
  'api/route/body.ts MAX_BATCH_BYTES': 'body of a batch of events',
  'api/route/body.ts MAX_CHECKED_BYTES': 'body of `POST /signatures/check`',
  'api/events/schemas.ts MAX_EVENTS': 'events of a batch',
  'api/route/body.ts MAX_TRIGGER_BYTES': 'body that makes or changes a trigger',
  'api/route/body.ts DEFAULT_MAX_BYTES': 'any other body of JSON',
  'api/route/json-text.ts MAX_DEPTH': 'levels of nesting in JSON',
  'api/server/http-server.ts maxHeaderSize': 'headers',
  'api/server/http-server.ts headersTimeout': 'time until the headers are there',
  'api/server/http-server.ts requestTimeout': 'time until the whole request is there',
  'api/route/parse.ts MAX_FAULTS': 'faults that one answer names',
  'api/messages/routes.ts MAX_MESSAGES': '`max_messages`, `receipt_handles`',
  'domain/poll/channel.ts MAX_CHANNEL_MESSAGES': 'messages of a channel; beyond it, the oldest ones fail',
  'domain/poll/channel.ts MAX_BATCH_ID_LENGTH': '`triggered_by.source`, `triggered_by.id`, `batch_id`',
  'api/operations/schemas.ts MAX_TRANSFORMATIONS': 'eager transformations of a call, results of one report',
  'api/bulk-actions/schemas.ts MAX_IDS': '`filter.ids` of a bulk action',
  'domain/bulk-actions/bulk-action.ts MAX_BULK_DELIVERIES': 'deliveries of a bulk action',
  'api/provisioning/sub-account-schemas.ts MAX_IDS': '`ids` of `GET …/sub_accounts`',
  'domain/destinations/destination-url.ts MAX_LENGTH': 'a URL, as you write it and in its normal form',
  'domain/destinations/destination-url.ts MAX_HOST_LENGTH': 'its host',
  'domain/destinations/destination-url.ts MAX_HOST_LABEL_LENGTH': 'each part of the host between dots',
  'domain/triggers/filter/parse-filter.ts MAX_BYTES': 'a filter, as compact JSON',
  'domain/triggers/filter/parse-filter.ts MAX_DEPTH': 'levels of nesting in a filter',
  'domain/triggers/filter/parse-filter.ts MAX_NODES': 'values in a filter',
  'domain/triggers/filter/operators.ts MAX_STEPS': 'steps of one evaluation',
  'domain/triggers/filter/operators.ts MAX_TEXT_LENGTH': 'a text that comes up in it',
  'domain/triggers/filter/operators.ts MAX_ARRAY_LENGTH': 'an array that comes up in it',
  'api/filters/routes.ts MAX_SAMPLE': 'events that a filter is tried on',
  'domain/triggers/filter/trace-filter.ts MAX_TRACED_NODES': 'nodes of a trace',
  'domain/triggers/filter/trace-filter.ts MAX_VALUE_CHARACTERS': 'a value in a trace',
  'domain/triggers/filter/trace-filter.ts MAX_TRACED_ELEMENTS': 'elements of an iteration in a trace',
  'domain/triggers/filter/trace-node.ts MAX_DECIDING_NODES': 'nodes that decided, in a trace',
  'domain/triggers/payload-template/parse-payload-template.ts MAX_BYTES': 'a template, as compact JSON',
  'domain/triggers/payload-template/parse-payload-template.ts MAX_DEPTH': 'levels of nesting in a template',
  'domain/triggers/payload-template/parse-payload-template.ts MAX_SECTION_DEPTH':
    'sections inside each other',
  'domain/triggers/payload-template/parse-payload-template.ts MAX_NAME_CHARACTERS': 'a name',
  'domain/triggers/payload-template/guarded-mustache.ts MAX_TOKEN_RENDERS': 'tokens rendered for one body',
  'domain/triggers/payload-template/guarded-mustache.ts MAX_OUTPUT_CHARACTERS': 'output of all placeholders',
  'domain/triggers/payload-template/render-payload-template.ts MAX_BODY_BYTES': 'the rendered body',
  'outbound/send-request.ts MAX_HEADER_BYTES': "head of a receiver's answer",
  'outbound/send-request.ts MAX_INFORMATIONAL_ANSWERS': 'informational (1xx) answers before it',
  'outbound/send-request.ts MAX_READ_BYTES': 'body of the answer that is read, for 2 s at most',
  'outbound/send-request.ts MAX_EXCERPT_BYTES': 'beginning of that body that is kept',
  'outbound/network/connect-directly.ts MAX_ADDRESSES': 'addresses of a name that are tried',
};

/** What bounds nothing that others send. */
const INTERNAL = [
  'domain/triggers/filter/trace-filter.ts MAX_PATH_CHARACTERS',
  'domain/triggers/payload-template/guarded-mustache.ts MAX_KEPT_LEAVES',
  'domain/triggers/payload-template/guarded-mustache.ts MAX_KEPT_LEAF_LENGTH',
  'outbound/send-request.ts MAX_READ_MS',
  'api/route/parse.ts MAX_SHOWN_LENGTH',
  'domain/destinations/destination-url.ts MAX_MASKED_LENGTH',
  'api/deliveries/routes.ts MAX_INTERVENTIONS',
  'api/events/routes.ts MAX_DELIVERIES_OF_AN_EVENT',
  'api/search/routes.ts MAX_EVENTS_OF_SUBJECT',
  // Of all callers together: the page says it above its tables.
  'api/messages/routes.ts MAX_WAITING_POLLS',
  'api/operations/routes.ts MAX_WAITING_REQUESTS',
];

/** Every upper bound that a file names, by the product that it is written as. */
function constantsOf(file: string): readonly (readonly [string, number])[] {
  const code = readFileSync(path.join(ROOT, 'src', file), 'utf8');
  const bound =
    /(?:const ((?:DEFAULT_)?MAX_\w+) = |^ +(maxHeaderSize|headersTimeout|requestTimeout): )([\d_]+(?: \* [\d_]+)*)[;,]$/gm;
  return [...code.matchAll(bound)].map(([, constant, option, product = '']) => [
    `${file} ${constant ?? option}`,
    product
      .split(' * ')
      .map((factor) => Number(factor.replaceAll('_', '')))
      .reduce((value, factor) => value * factor, 1),
  ]);
}

const inFolder = (folder: string) =>
  readdirSync(path.join(ROOT, 'src', folder))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${file}`);
/** Every file of `src/api` that holds the forms of requests. */
const SCHEMAS = readdirSync(path.join(ROOT, 'src/api'), { recursive: true, encoding: 'utf8' })
  .filter((file) => /(schemas|routes)\.ts$/.test(file))
  .map((file) => `api/${file}`);
const constants = new Map(
  [
    ...['api/route', 'domain/triggers/filter', 'domain/triggers/payload-template'].flatMap(inFolder),
    ...['api/server/http-server.ts', ...SCHEMAS, 'domain/destinations/destination-url.ts'],
    'domain/bulk-actions/bulk-action.ts',
    'domain/poll/channel.ts',
    ...['outbound/send-request.ts', 'outbound/network/connect-directly.ts'],
  ].flatMap(constantsOf),
);

it('docs/limits.md has every bound that the code puts on what callers, customers and receivers send', () => {
  const known = [...Object.keys(ROWS), ...INTERNAL];
  expect([...constants.keys()].filter((constant) => !known.includes(constant))).toEqual([]);
  expect(known.filter((constant) => !constants.has(constant))).toEqual([]);
});

it.each(Object.entries(ROWS))('docs/limits.md shows %s', (constant, row) => {
  expect([row, documented.get(row)]).toEqual([row, constants.get(constant)]);
});

describe('what docs/limits.md says of fields', () => {
  const api = useStoredApi();

  const limitOf = (row: string) => documented.get(row) ?? Number.NaN;
  const text = (length: number) => 'a'.repeat(length);
  const event = { event_type: 'upload', payload: {} };
  const operation = { method: 'upload' };
  const trigger = { event_type: 'upload', uri: 'https://hooks.example.com/cld' };
  const madeTrigger = async (json: object) => (await api.call('POST /triggers', { json })).status < 300;
  const taken = async (line: string, json?: object) => (await api.call(line, json && { json })).status < 300;
  const IDS = '`event_id`, `operation_id`, of `A-Z a-z 0-9 _ -`';
  const SHORT = '`triggered_by.source`, `triggered_by.id`, `batch_id`';
  const PAGES = '`max_results`, `page_size`';

  it.each<[string, string, (length: number) => Promise<boolean>]>([
    ['event_id', IDS, (n) => taken('POST /events', { ...event, event_id: text(n) })],
    ['operation_id', IDS, (n) => taken('POST /operations', { ...operation, operation_id: text(n) })],
    [
      'triggered_by',
      SHORT,
      (n) => taken('POST /events', { ...event, triggered_by: { source: text(n), id: text(n) } }),
    ],
    ['batch_id', SHORT, (n) => taken('POST /operations', { ...operation, request: { batch_id: text(n) } })],
    [
      'a transformation',
      'text of one transformation',
      (n) => taken('POST /operations', { ...operation, request: { eager: [text(n)] } }),
    ],
    ['max_results', PAGES, (n) => taken(`GET /events?max_results=${n}`)],
    [
      'a name of a template',
      'a name',
      (n) => madeTrigger({ ...trigger, payload_template: { a: `{{raw.${text(n - 'raw.'.length)}}}` } }),
    ],
    [
      'segments of a name',
      'segments of a name',
      (n) => madeTrigger({ ...trigger, payload_template: { a: `{{raw${'.a'.repeat(n - 1)}}}` } }),
    ],
    [
      'white space in a template',
      'white-space characters in a row, beside placeholders',
      (n) => madeTrigger({ ...trigger, payload_template: { a: `{{raw.a}}${' '.repeat(n)}.` } }),
    ],
    [
      'a whole number',
      'a whole number, on either side of 0',
      (n) => taken('POST /events', { ...event, payload: { n, m: -n } }),
    ],
    ['a cloud name', '`cloud_name`, of `a-z 0-9 _ -`', (n) => Promise.resolve(isCloudName(text(n)))],
    [
      'a name for people',
      'name of a sub-account or an access key',
      (n) => Promise.resolve(displayName.safeParse(text(n)).success),
    ],
    [
      'wait_seconds',
      '`wait_seconds`',
      (n) => Promise.resolve(responseQuery.safeParse({ wait_seconds: String(n) }).success),
    ],
  ])('%s: as much is taken, and no more', async (_what, row, isTaken) => {
    expect([await isTaken(limitOf(row)), await isTaken(limitOf(row) + 1)]).toEqual([true, false]);
  });
});
