import { composeStores, type Stores } from '../../src/app/stores';
import { contentHashes } from '../../src/outbox/event-intake';
import { anEvent } from '../support/builders/an-event';
import { anOperationRecord } from '../support/builders/an-operation';
import { sqlite, type OpenDatabase } from '../support/databases/databases';
import { someMasterKeys } from '../support/builders/some-master-keys';
import { TestApi } from '../support/services/test-api';
import { realStores } from '../support/services/real-stores';
import { plantTenant, type Tenant } from './support/tenants';

/* The same id posted twice, over HTTP on the real stores. Source: docs/decisions.md D27. */

const api = new TestApi();
let opened: OpenDatabase;
let stores: Stores;
let acme: Tenant;
let made = 0;

beforeAll(async () => {
  opened = await sqlite.open();
  acme = await plantTenant(opened.db, 'acme');
  stores = composeStores(opened.db, someMasterKeys());
  await api.start({}, realStores(stores));
});
afterAll(async () => {
  await api.stop();
  await opened.close();
});

const post = async (path: string, json: object) => {
  const line = `POST /v1_1/acme${path}`;
  const { status, json: body } = await api.callAbsolute(line, {
    json,
    authorization: acme.authorizations.admin,
  });
  return { status, duplicate: (body as { duplicate?: boolean }).duplicate };
};

const AGAIN = { status: 200, duplicate: true };
const newId = () => `id-${(made += 1)}`;

const EVENT = { event_type: 'upload', payload: { public_id: 'cat', width: 25, list: [1, null] } };
const at = (triggered_at: string) => ({ triggered_at });
const to = (notification_url: string) => ({ request: { notification_url } });
const eager = (given: unknown) => ({ request: { eager: given } });

/** Both for events and for operations. */
const SAME_ENVELOPES: readonly [string, object, object][] = [
  ['an offset for Z', at('2026-03-14T09:26:53Z'), at('2026-03-14T09:26:53+00:00')],
  ['another offset', at('2026-03-14T09:26:53Z'), at('2026-03-14T11:26:53+02:00')],
  ['more digits of a second', at('2026-03-14T09:26:53.5Z'), at('2026-03-14T09:26:53.500000Z')],
  ['lower-case letters in a time', at('2026-03-14T09:26:53Z'), at('2026-03-14t09:26:53z')],
  ['no final slash', to('https://a.example/'), to('https://a.example')],
  ['an upper-case host', to('https://a.example/'), to('HTTPS://A.Example/')],
  ['the default port', to('https://a.example/'), to('https://a.example:443/')],
  ['an international name', to('https://xn--bcher-kva.example/'), to('https://bücher.example/')],
  ['an empty request', {}, { request: {} }],
  [
    'an empty preset',
    to('https://a.example/'),
    { request: { notification_url: 'https://a.example/', upload_preset: {} } },
  ],
  ['a false that is the default', {}, { request: { eager_async: false } }],
  [
    'a preset’s URL',
    to('https://a.example/'),
    { request: { upload_preset: { notification_url: 'https://A.example' } } },
  ],
  [
    'a preset whose URL the request overrides',
    to('https://a.example/'),
    {
      request: {
        notification_url: 'https://a.example/',
        upload_preset: { notification_url: 'https://b.example/' },
      },
    },
  ],
];

const OTHER_ENVELOPES: readonly [string, object, object][] = [
  ['another time', at('2026-03-14T09:26:53Z'), at('2026-03-14T09:26:53.000001Z')],
  ['the same local time elsewhere', at('2026-03-14T09:26:53Z'), at('2026-03-14T09:26:53+01:00')],
  ['no time', at('2026-03-14T09:26:53Z'), {}],
  ['another path', to('https://a.example/'), to('https://a.example/b')],
  ['another scheme', to('https://a.example/'), to('http://a.example/')],
  ['no URL', to('https://a.example/'), {}],
  ['eager_async', {}, { request: { eager_async: true } }],
  ['another cause', {}, { triggered_by: { source: 'ui', id: 'me' } }],
];

describe('an event posted again', () => {
  it.each([
    ...SAME_ENVELOPES,
    ['another order of keys', { payload: { a: 1, b: 2 } }, { payload: { b: 2, a: 1 } }],
  ] as const)('with %s is a duplicate, whichever came first', async (_how, one, other) => {
    for (const [first, second] of [
      [one, other],
      [other, one],
    ] as const) {
      const event_id = newId();
      expect(await post('/events', { ...EVENT, event_id, ...first })).toEqual({
        status: 202,
        duplicate: false,
      });
      expect(await post('/events', { ...EVENT, event_id, ...second })).toEqual(AGAIN);
    }
  });

  it.each([
    ...OTHER_ENVELOPES,
    ['null for nothing in the payload', { payload: {} }, { payload: { a: null } }],
    ['another spelling in the payload', { payload: { at: '09:00Z' } }, { payload: { at: '09:00+00:00' } }],
  ] as const)('with %s is a conflict', async (_how, first, second) => {
    const event_id = newId();
    await post('/events', { ...EVENT, event_id, ...first });
    expect((await post('/events', { ...EVENT, event_id, ...second })).status).toBe(409);
  });

  it('is a duplicate of one that was stored by the words in which it was posted', async () => {
    const eventId = newId();
    const posted = { ...EVENT, ...at('2026-03-14T09:26:53Z'), ...to('HTTPS://A.example') };
    const { formerHash } = contentHashes({ meaning: {}, asPosted: posted });
    await stores.events.insert(anEvent({ environmentId: acme.environmentId, eventId }), formerHash());
    expect(await post('/events', { ...posted, event_id: eventId })).toEqual(AGAIN);
    expect((await post('/events', { ...EVENT, event_id: eventId })).status).toBe(409);
  });
});

describe('an operation announced again', () => {
  it.each([
    ...SAME_ENVELOPES,
    ['a list of eager transformations for a text', eager('c_pad,w_1|c_fit'), eager(['c_pad,w_1', 'c_fit'])],
    ['parameters in another order', eager('c_pad,w_1/e_grayscale'), eager('w_1,c_pad/e_grayscale')],
    ['spaces around transformations', eager('c_pad|c_fit'), eager(' c_pad | c_fit ')],
    ['a transformation twice', eager('c_pad'), eager('c_pad|c_pad')],
    ['no transformations', {}, eager('')],
    ['an empty list of transformations', {}, eager([])],
    ['a false async', {}, { request: { async: false } }],
  ] as const)('with %s is a duplicate, whichever came first', async (_how, one, other) => {
    for (const [first, second] of [
      [one, other],
      [other, one],
    ] as const) {
      const operation = { method: 'upload', operation_id: newId() };
      expect((await post('/operations', { ...operation, ...first })).status).toBe(201);
      expect(await post('/operations', { ...operation, ...second })).toEqual(AGAIN);
    }
  });

  it.each([
    ...OTHER_ENVELOPES,
    ['another method', { method: 'upload' }, { method: 'explicit' }],
    ['another order of transformations', eager('c_pad|c_fit'), eager('c_fit|c_pad')],
    ['another batch_id', { request: { batch_id: 'a' } }, { request: { batch_id: 'b' } }],
    ['async', {}, { request: { async: true } }],
  ] as const)('with %s is a conflict', async (_how, first, second) => {
    const operation = { method: 'upload', operation_id: newId() };
    await post('/operations', { ...operation, ...first });
    expect((await post('/operations', { ...operation, ...second })).status).toBe(409);
  });

  it('is a duplicate of one that was stored by the words in which it was announced', async () => {
    const operationId = newId();
    const posted = { method: 'upload', ...at('2026-03-14T09:26:53Z'), ...eager('c_pad|c_fit') };
    const { formerHash } = contentHashes({ meaning: {}, asPosted: posted });
    const record = anOperationRecord({ environmentId: acme.environmentId, operationId });
    await stores.operations.insert(record, formerHash());
    expect(await post('/operations', { ...posted, operation_id: operationId })).toEqual(AGAIN);
    expect((await post('/operations', { method: 'upload', operation_id: operationId })).status).toBe(409);
  });
});

describe('a report that comes again', () => {
  const entry = (about: object) => ({ eager: [{ transformation: 'c_pad,w_1', width: 1, ...about }] });

  it.each([
    ['a status that is the default', 'eager_completed', entry({}), entry({ status: 'complete' })],
    ['no status', 'eager_completed', entry({ status: 'complete' }), entry({})],
    ['parameters in another order', 'eager_completed', entry({}), entry({ transformation: 'w_1,c_pad' })],
    [
      'spaces around a transformation',
      'eager_completed',
      entry({}),
      entry({ transformation: ' c_pad,w_1 ' }),
    ],
    ['another order of keys', 'uploaded', { payload: { a: 1, b: 2 } }, { payload: { b: 2, a: 1 } }],
  ])('with %s is a duplicate', async (_how, kind, first, second) => {
    const id = newId();
    await post('/operations', { method: 'upload', operation_id: id, ...eager('c_pad,w_1') });
    expect(await post(`/operations/${id}/${kind}`, first)).toEqual({ status: 200, duplicate: false });
    expect(await post(`/operations/${id}/${kind}`, second)).toEqual(AGAIN);
  });

  it.each([
    ['another result', 'eager_completed', entry({}), entry({ width: 2 })],
    ['a failure', 'eager_completed', entry({}), entry({ status: 'failed', reason: 'too large' })],
    ['null for nothing', 'uploaded', { payload: {} }, { payload: { a: null } }],
  ])('with %s is a conflict', async (_how, kind, first, second) => {
    const id = newId();
    await post('/operations', { method: 'upload', operation_id: id, ...eager('c_pad,w_1') });
    await post(`/operations/${id}/${kind}`, first);
    expect((await post(`/operations/${id}/${kind}`, second)).status).toBe(409);
  });
});
