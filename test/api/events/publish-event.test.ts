import { ENVIRONMENT } from '../../support/builders/an-environment';
import { NOW } from '../../support/builders/a-clock';
import { API_KEY } from '../../support/builders/an-access-key';
import { useStoredApi } from '../../support/services/stored-api';

const api = useStoredApi();

const good = { event_type: 'upload', payload: { public_id: 'cat' } };
const HEX_32 = expect.stringMatching(/^[0-9a-f]{32}$/) as string;

describe('POST /events', () => {
  it('accepts an event with 202, an id of 32 hex digits and the path of its page', async () => {
    const answer = await api.call('POST /events', { json: good });
    const [published] = await api.events();
    expect(answer.status).toBe(202);
    expect(answer.json).toEqual({
      event_id: published?.eventId,
      duplicate: false,
      status_url: `/v1_1/acme-media/events/${published?.eventId}`,
    });
    expect(published).toEqual({
      environmentId: ENVIRONMENT.id,
      eventId: HEX_32,
      eventType: 'upload',
      payload: { public_id: 'cat' },
      request: {},
      triggersSeeIt: true,
      triggeredAt: NOW,
      triggeredBy: { source: 'api', id: API_KEY },
      requestId: HEX_32,
      receivedAt: NOW,
    });
  });

  it('takes everything that the producer says over its own defaults', async () => {
    const request = {
      notification_url: 'https://a.example/',
      eager_notification_url: 'https://b.example/',
      eager_async: true,
      upload_preset: {
        notification_url: 'https://c.example/',
        eager_notification_url: 'http://d.example/',
        eager_async: false,
      },
    };
    const triggered_by = { source: 'ui', id: 'someone@acme.example' };
    const json = { ...good, event_id: 'Upload_1-a', request, triggered_by };
    const answer = await api.call('POST /events', { json });
    expect(answer.json).toMatchObject({ event_id: 'Upload_1-a' });
    expect((await api.events())[0]).toMatchObject({
      eventId: 'Upload_1-a',
      request,
      triggeredBy: triggered_by,
    });
  });

  it.each([
    ['2026-03-14T09:26:53.589793Z', '2026-03-14T09:26:53.589793Z'],
    ['2026-03-14T10:26:53.5+01:00', '2026-03-14T09:26:53.500000Z'],
    ['2026-03-14T09:26:53Z', '2026-03-14T09:26:53.000000Z'],
  ])('keeps triggered_at %s to the microsecond, in UTC', async (triggered_at, expected) => {
    await api.call('POST /events', { json: { ...good, triggered_at } });
    expect((await api.events())[0]?.triggeredAt).toBe(expected);
  });

  it("keeps the payload's key order and whatever JSON it holds", async () => {
    const payload = '{"z":1,"a":{"constructor":{"prototype":null}},"text":"caf\\u00e9 \\u0000","list":[[]]}';
    await api.call('POST /events', { body: `{"event_type":"upload","payload":${payload}}` });
    expect(JSON.stringify((await api.events())[0]?.payload)).toBe(JSON.stringify(JSON.parse(payload)));
  });

  it('keeps the normal form of a URL, and judges sameness by what is meant', async () => {
    const posted = (notification_url: string) => ({
      json: { ...good, event_id: 'one', request: { notification_url } },
    });
    await api.call('POST /events', posted('HTTPS://A.example'));
    const [published] = await api.events();
    expect(published?.request).toEqual({ notification_url: 'https://a.example/' });
    expect((await api.call('POST /events', posted('https://a.example:443'))).status).toBe(200);
    expect((await api.call('POST /events', posted('https://b.example'))).status).toBe(409);
  });

  it('answers 200 and duplicate for the same id and content', async () => {
    const json = { ...good, event_id: 'one' };
    await api.call('POST /events', { json });
    const answer = await api.call('POST /events', { json });
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({
      event_id: 'one',
      duplicate: true,
      status_url: '/v1_1/acme-media/events/one',
    });
  });

  it('answers 409 for the same id with other content', async () => {
    await api.call('POST /events', { json: { ...good, event_id: 'one' } });
    const answer = await api.call('POST /events', { json: { ...good, event_id: 'one', payload: {} } });
    expect([answer.status, answer.code]).toEqual([409, 'conflict']);
    expect(answer.message).toBe(
      'event_id: got "one" with new content, expected the content that it was first posted with, or another id',
    );
  });
});

const ID = '1 to 64 characters of A-Z a-z 0-9 _ -';
const TIME = 'an ISO 8601 date and time with Z or an offset, for instance "2026-03-14T09:26:53Z"';
const URL_FIELDS = [
  'request.notification_url',
  'request.eager_notification_url',
  'request.upload_preset.notification_url',
  'request.upload_preset.eager_notification_url',
];

describe('POST /events answers 400, names field, value and expectation, and stores nothing, when', () => {
  afterEach(async () => expect(await api.events()).toEqual([]));

  it.each([
    ['the type is missing', { payload: {} }, 'event_type: got nothing, expected one of the event types: '],
    [
      'the type is unknown',
      { ...good, event_type: 'uploads' },
      'event_type: got "uploads", expected one of the event',
    ],
    [
      'the type is `all`',
      { ...good, event_type: 'all' },
      'event_type: got "all", expected one of the event types: ',
    ],
    ['the payload is missing', { event_type: 'upload' }, 'payload: got nothing, expected a JSON object'],
    ['the payload is an array', { ...good, payload: [1] }, 'payload: got [1], expected a JSON object'],
    ['the payload is null', { ...good, payload: null }, 'payload: got null, expected a JSON object'],
    ['the id is empty', { ...good, event_id: '' }, `event_id: got "", expected ${ID}`],
    ['the id has a dot', { ...good, event_id: 'a.b' }, `event_id: got "a.b", expected ${ID}`],
    ['the id ends in a line break', { ...good, event_id: 'a\n' }, `event_id: got "a\\n", expected ${ID}`],
    [
      'the id is long',
      { ...good, event_id: 'x'.repeat(65) },
      `event_id: got "${'x'.repeat(65)}", expected ${ID}`,
    ],
    ['the id is a number', { ...good, event_id: 7 }, `event_id: got 7, expected ${ID}`],
    ['the id is null', { ...good, event_id: null }, `event_id: got null, expected ${ID}`],
    ['the request is text', { ...good, request: 'x' }, 'request: got "x", expected a JSON object'],
    [
      'a URL of the request is a number',
      { ...good, request: { notification_url: 1 } },
      'request.notification_url: got 1, expected an http or https URL',
    ],
    [
      'eager_async is text',
      { ...good, request: { eager_async: 'true' } },
      'request.eager_async: got "true", expected true or false',
    ],
    [
      'the request has an unknown field',
      { ...good, request: { eager: [] } },
      'unknown field request.eager: got [], expected only known fields: notification_url, eager_notification_url, eager_async, upload_preset',
    ],
    [
      'the preset has an unknown field',
      { ...good, request: { upload_preset: { name: 'p' } } },
      'unknown field request.upload_preset.name: got "p", expected only known fields: notification_url, ',
    ],
    [
      'the time has no offset',
      { ...good, triggered_at: '2026-03-14T09:26:53' },
      `triggered_at: got "2026-03-14T09:26:53", expected ${TIME}`,
    ],
    [
      'the time is a date',
      { ...good, triggered_at: '2026-03-14' },
      `triggered_at: got "2026-03-14", expected ${TIME}`,
    ],
    [
      'the day does not exist',
      { ...good, triggered_at: '2026-02-30T00:00:00Z' },
      `triggered_at: got "2026-02-30T00:00:00Z", expected ${TIME}`,
    ],
    [
      'the time is a number',
      { ...good, triggered_at: 1773480413 },
      `triggered_at: got 1773480413, expected ${TIME}`,
    ],
    [
      'the cause has no id',
      { ...good, triggered_by: { source: 'api' } },
      'triggered_by.id: got nothing, expected text of 1 to 255 characters',
    ],
    [
      'the cause has an empty source',
      { ...good, triggered_by: { source: '', id: 'x' } },
      'triggered_by.source: got "", expected text of 1 to 255 characters',
    ],
    [
      'a field is unknown',
      { ...good, notification_url: 'https://a.example/' },
      'unknown field notification_url: got "https://a.example/", expected only known fields: event_type, payload, event_id, request, triggered_at, triggered_by',
    ],
  ])('%s', async (_case, json, message) => {
    const answer = await api.call('POST /events', { json });
    expect([answer.status, answer.code]).toEqual([400, 'invalid_request']);
    expect(answer.message.slice(0, message.length)).toBe(message);
  });

  const cases = URL_FIELDS.flatMap((field) => [
    { field, url: 'ftp://a.example', code: 'invalid_url' },
    { field, url: 'http://10.0.0.1/', code: 'destination_not_allowed' },
  ]);
  it.each(cases)('$field is $url: $code', async ({ field, url, code }) => {
    const [, ...path] = field.split('.');
    const request = path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), url);
    const answer = await api.call('POST /events', { json: { ...good, request } });
    expect([answer.status, answer.code]).toEqual([400, code]);
    expect(answer.message.startsWith(`${field}: got `)).toBe(true);
    expect(answer.message).toContain(url);
  });

  it('many things are wrong: twenty are listed, in a short answer', async () => {
    const unknown = Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`${i}${'x'.repeat(5)}`, i]));
    const answer = await api.call('POST /events', { json: { ...good, ['y'.repeat(200)]: 1, ...unknown } });
    expect(answer.status).toBe(400);
    expect(answer.message.match(/unknown field/g)).toHaveLength(20);
    expect(answer.message).toMatch(/^unknown field y{99}…: got 1, .*; and more$/);
  });

  it('several things are wrong: all are listed', async () => {
    const request = { notification_url: 'http://10.0.0.1/', eager_async: 1 };
    const json = { event_type: 'x', payload: 1, event_id: '?', request, triggered_at: 'now', extra: 1 };
    const answer = await api.call('POST /events', { json });
    expect([answer.status, answer.code]).toEqual([400, 'invalid_request']);
    const fields = ['event_type', 'payload', 'event_id', 'request.notification_url', 'request.eager_async'];
    for (const field of [...fields, 'triggered_at', 'unknown field extra']) {
      expect(answer.message).toContain(`${field}: got `);
    }
  });
});
