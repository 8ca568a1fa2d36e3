import fc from 'fast-check';
import type { OpenApiDocument } from '../../../src/api/openapi/document-parts';
import type { Documented } from '../../support/services/documented';
import { foreignId, ownId, type Pool } from './reference';
import { valuesOf, type Hints, type Known } from './schema-arbitrary';

/** Whose credentials a request has. */
export type Credentials = 'admin' | 'reader' | 'publisher' | 'provisioner';

/** A request before its ids are known. */
export interface Draft {
  readonly operationId: string;
  readonly method: string;
  /** Segments of the path, not encoded. */
  readonly segments: readonly string[];
  /** Names may repeat. */
  readonly query: readonly (readonly [string, string])[];
  readonly json: unknown;
  readonly credentials: Credentials;
}

/** What the schemas do not tell: URLs that are reached, ids that repeat, filters that parse. */
export function hintsOf(urls: readonly string[]): Hints {
  const url = fc.constantFrom(...urls);
  const producerId = fc.oneof(
    fc.nat({ max: 60 }).map((n) => `id-${n}`),
    fc.uuid(),
  );
  return {
    uri: url,
    new_uri: url,
    notification_url: url,
    eager_notification_url: url,
    destination: url,
    event_id: producerId,
    operation_id: producerId,
    filter: fc.constantFrom(null, {}, ...FILTERS),
    payload_template: fc.constantFrom(null, '', {}, ...TEMPLATES),
    name: fc.oneof(
      fc.nat({ max: 8 }).map((n) => `name ${n}`),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
    ),
    cloud_name: fc.nat({ max: 99_999 }).map((n) => `made-${n}`),
    base_sub_account_id: fc.oneof(ownId('subAccount'), fc.constant(null)),
    eager: fc.constantFrom(...EAGER),
  };
}

const FILTERS = [
  { '==': [{ var: 'public_id' }, 'a'] },
  { and: [{ '>': [{ var: 'bytes' }, 1] }, { in: ['x', { var: 'tags' }] }] },
  { some: [{ var: 'tags' }, { '==': [{ var: '' }, 'x'] }] },
];
const TEMPLATES = [{ id: '{{raw.public_id}}', at: ['{{event.type}}'] }, { text: 'x{{#raw.a}}y{{/raw.a}}' }];
const EAGER = ['w_1', 'w_1|c_fit', ['c_fit', 'w_1'], ['c_pad,w_300', 'w_1']];
/** Only what was asked for may be reported, and nothing else later. */
const RESULTS = fc.constantFrom(
  [{ transformation: 'w_1' }],
  [{ transformation: 'w_1', status: 'complete', bytes: 1 }],
  [{ transformation: 'w_1' }, { transformation: 'c_fit', status: 'failed', reason: 'too large' }],
);

const BULK_FILTERS = fc.constantFrom({}, { status: 'failed' }, { phase: 'waiting', http_status: 503 });
/** What each tenant has previewed at the beginning. */
export const PREVIEWED = {
  action: 'retry',
  filter: { phase: 'waiting', http_status: 503 },
  force: false,
} as const;

const PAYLOAD = fc.dictionary(
  fc.string({ minLength: 1, maxLength: 8 }),
  fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constant(null), fc.array(fc.nat(), { maxLength: 3 })),
  { maxKeys: 4 },
);

const LEFT_OUT = fc.constant(undefined);

/**
 * What a body must have, and must not have, for the operation to succeed: which fields exclude each other, which can only
 * repeat what is there, and what an earlier request has to have asked. One of the lists of fields is taken.
 */
const FIELDS_THAT_SUCCEED: Readonly<Record<string, readonly Hints[]>> = {
  changeNotificationUrl: [{ expected_event_types: LEFT_OUT }],
  createBulkAction: [
    {
      action: fc.constant(PREVIEWED.action),
      filter: fc.constant(PREVIEWED.filter),
      force: fc.constant(PREVIEWED.force),
      token: ownId('previewToken'),
    },
  ],
  previewPayloadTemplate: [
    { event_id: ownId('event'), event_type: LEFT_OUT, payload: LEFT_OUT },
    { event_id: LEFT_OUT, event_type: fc.constant('upload'), payload: PAYLOAD },
  ],
  reportEagerCompleted: [{ eager: RESULTS }],
  retryDelivery: [{ force: fc.constant(true), to: LEFT_OUT, trigger_id: LEFT_OUT }],
  sendTest: [{ event_id: ownId('event'), payload: LEFT_OUT }],
  traceFilterOnEvent: [
    { event_id: ownId('event'), payload: LEFT_OUT },
    { event_id: LEFT_OUT, payload: PAYLOAD },
  ],
  updateSubAccount: [{ cloud_name: LEFT_OUT }],
  updateTrigger: [{ event_type: LEFT_OUT, uri: LEFT_OUT, uri_type: LEFT_OUT }],
};
/** So many times as often as what the document alone allows. */
const WEIGHT_THAT_SUCCEEDS = 3;

/** In a query; and what would let a request wait. */
const QUERY_HINTS: Hints = {
  event_id: ownId('event'),
  accountId: ownId('account'),
  ids: ownId('subAccount'),
  next_cursor: fc.oneof(ownId('cursor'), foreignId('cursor')),
  wait_seconds: fc.constant(0),
};

/** Requests that an operation of the document allows. */
export function draftsOf(
  operation: Documented,
  document: OpenApiDocument,
  hints: Hints,
): fc.Arbitrary<Draft> {
  const { schemas } = document.components;
  return fc.record({
    operationId: fc.constant(operation.operationId),
    method: fc.constant(operation.method),
    segments: fc.tuple(
      ...operation.path
        .split('/')
        .slice(1)
        .map((name) => segmentOf(name, operation)),
    ),
    query: queryOf(operation, { schemas, hints: { ...hints, ...QUERY_HINTS } }),
    json: bodyOf(operation, {
      schemas,
      hints: {
        ...hints,
        ...(operation.path.includes('/bulk_actions') && { filter: BULK_FILTERS }),
      },
    }),
    credentials: credentialsOf(operation),
  });
}

const POOL_OF_PARAMETER: Readonly<Record<string, Pool>> = {
  account_id: 'account',
  cloud_name: 'cloudName',
  sub_account_id: 'subAccount',
  api_key: 'accessKey',
};
/** What `{id}` is of, by the segment of the path before it. */
const POOL_OF_ID: Readonly<Record<string, Pool>> = {
  triggers: 'trigger',
  events: 'event',
  operations: 'operation',
  deliveries: 'delivery',
  bulk_actions: 'bulkAction',
};

function segmentOf(segment: string, { operationId, path }: Documented): fc.Arbitrary<string> {
  const name = /^\{(\w+)\}$/.exec(segment)?.[1];
  if (name === undefined) return fc.constant(segment);
  if (operationId === 'deleteSubAccount' && name === 'sub_account_id') return ownId('spareSubAccount');
  if (operationId === 'deleteTrigger' && name === 'id') return ownId('spareTrigger');
  const before = /\/(\w+)\/\{id\}/.exec(path)?.[1] ?? '';
  const pool = POOL_OF_PARAMETER[name] ?? POOL_OF_ID[before];
  if (pool === undefined) throw new Error(`expected a pool for {${name}} of ${path}: see POOL_OF_ID`);
  return ownId(pool);
}

function queryOf({ parameters }: Documented, known: Known): fc.Arbitrary<Draft['query']> {
  const inQuery = parameters.filter((parameter) => parameter.in === 'query');
  const pairs = inQuery.map(({ name, schema, required }) => {
    const values = (known.hints[name] ?? valuesOf(schema, known)).map(
      (value) => [[name, asText(value)]] as const,
    );
    return required
      ? values
      : fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: values });
  });
  return fc.tuple(...pairs).map((chosen) => chosen.flat());
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function bodyOf({ operationId, requestBody }: Documented, known: Known): fc.Arbitrary<unknown> {
  const schema = requestBody?.content['application/json']?.schema;
  if (!schema) return fc.constant(undefined);
  const plain = valuesOf(schema, known);
  const hinted = (FIELDS_THAT_SUCCEED[operationId] ?? []).map((always) => ({
    weight: WEIGHT_THAT_SUCCEEDS,
    arbitrary: valuesOf(schema, { ...known, always }),
  }));
  const values = fc.oneof({ weight: 1, arbitrary: plain }, ...hinted);
  return requestBody?.required ? values : fc.option(values, { nil: undefined });
}

function credentialsOf({ security }: Documented): fc.Arbitrary<Credentials> {
  if (security.some((one) => 'provisioning_key' in one)) return fc.constant('provisioner');
  return fc.oneof(
    { weight: 8, arbitrary: fc.constant('admin' as const) },
    { weight: 1, arbitrary: fc.constantFrom('reader' as const, 'publisher' as const) },
  );
}
