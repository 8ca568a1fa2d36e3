import { isJsonObject } from '../../../src/domain/json/json-values';
import { databases } from '../../support/databases/databases';
import { ENVIRONMENT } from '../../support/builders/an-environment';
import { NOW } from '../../support/builders/a-clock';
import { useStoredApi } from '../../support/services/stored-api';

const good = { event_type: 'upload', payload: { public_id: 'cat' } };
const event = (event_id: string, changes: object = {}) => ({ ...good, event_id, ...changes });
const LIST = 'a list of 1 to 100 events';
const MIB = 1024 * 1024;

/** Arrays of arrays, the innermost empty. */
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('POST /events/batch', () => {
  const api = useStoredApi();

  const post = (events: unknown) => api.call('POST /events/batch', { json: { events } });

  it('publishes each event as POST /events does', async () => {
    const request = { notification_url: 'HTTPS://A.example' };
    const answer = await post([event('one', { request, triggered_at: '2026-03-14T10:26:53+01:00' }), good]);
    const { results } = answer.json as { results: readonly { event_id: string }[] };
    const stored = await api.events();
    const [first, second] = results.map(({ event_id }) => stored.find(({ eventId }) => eventId === event_id));
    expect([answer.status, answer.json]).toEqual([
      200,
      {
        accepted: 2,
        duplicates: 0,
        refused: 0,
        results: [first, second].map((published) => ({
          status: 202,
          event_id: published?.eventId,
          duplicate: false,
          status_url: `/v1_1/acme-media/events/${published?.eventId}`,
        })),
      },
    ]);
    expect(first).toMatchObject({
      environmentId: ENVIRONMENT.id,
      eventId: 'one',
      request: { notification_url: 'https://a.example/' },
      triggeredAt: '2026-03-14T09:26:53.000000Z',
      receivedAt: NOW,
    });
    expect(second?.eventId).toMatch(/^[0-9a-f]{32}$/);
  });

  it('takes 100 events', async () => {
    const answer = await post(Array.from({ length: 100 }, () => good));
    expect(answer.json).toMatchObject({ accepted: 100, refused: 0 });
    expect(await api.events()).toHaveLength(100);
  });

  it('takes events of more than 1 MiB together', async () => {
    const payload = { text: 'x'.repeat(0.9 * MIB) };
    expect((await post([event('a', { payload }), event('b', { payload })])).json).toMatchObject({
      accepted: 2,
    });
  });

  describe('refuses the whole batch, and stores nothing, when', () => {
    afterEach(async () => expect(await api.events()).toEqual([]));

    it.each<[string, unknown, string]>([
      [
        'it is no object',
        [good],
        'request body: got [{"event_type":"upload","payload":{"public_id":"cat"}}], expected a JSON object',
      ],
      ['the list is missing', {}, `events: got nothing, expected ${LIST}`],
      [
        'the list is an event',
        { events: good },
        `events: got {"event_type":"upload","payload":{"public_id":"cat"}}, expected ${LIST}`,
      ],
      ['the list is null', { events: null }, `events: got null, expected ${LIST}`],
      ['the list is empty', { events: [] }, `events: got [], expected ${LIST}`],
      [
        'the list is too long',
        { events: Array.from({ length: 101 }, () => 1) },
        `events: got [${'1,'.repeat(49)}…, expected ${LIST}, not of 101`,
      ],
      [
        'it has another field',
        { events: [good], id: 1 },
        'unknown field id: got 1, expected only known fields: events',
      ],
    ])('%s', async (_case, json, message) => {
      const answer = await api.call('POST /events/batch', { json });
      expect([answer.status, answer.code, answer.message]).toEqual([400, 'invalid_request', message]);
    });

    it.each([
      ['there is something too deep beside the events', `{"events":[{}],"a":${nested(9_000)}}`, 'a.0.0.0.'],
      ['the list is too deep and no list', `{"events":{"a":${nested(9_000)}}}`, 'events.a.0.0.'],
      [
        'there is something too deep in a list that is too long',
        `{"events":[${'1,'.repeat(100)}${nested(9_000)}]}`,
        'events.100.0.0.',
      ],
      [
        'it has a key named __proto__',
        '{"events":[{}],"__proto__":{"a":1}}',
        'request body: got the key "__proto__"',
      ],
    ])('%s', async (_case, body, message) => {
      const answer = await api.call('POST /events/batch', { body });
      expect([answer.status, answer.code, answer.message.slice(0, message.length)]).toEqual([
        400,
        'invalid_request',
        message,
      ]);
    });

    it('it has more than 4 MiB', async () => {
      const answer = await post([{ ...good, payload: { text: 'x'.repeat(4 * MIB) } }]);
      expect([answer.status, answer.code]).toEqual([413, 'payload_too_large']);
    });
  });

  describe('refuses one event and takes the others, when', () => {
    it.each<[string, string]>([
      ['it is no object', '7'],
      ['it is null', 'null'],
      ['its type is unknown', '{"event_type":"uploads","payload":{}}'],
      ['its payload is missing', '{"event_type":"upload"}'],
      ['it has an unknown field', '{"event_type":"upload","payload":{},"extra":1}'],
      ['several things are wrong', '{"event_type":"x","payload":1,"extra":1}'],
      [
        'its URL leads where nothing may',
        '{"event_type":"upload","payload":{},"request":{"upload_preset":{"notification_url":"http://10.0.0.1/"}}}',
      ],
      ['a number of it would change', '{"event_type":"upload","payload":{"n":9007199254740993}}'],
      ['it is too deep', `{"event_type":"upload","payload":{"a":${nested(63)}}}`],
      ['it is far too deep', `{"event_type":"upload","payload":{"a":${nested(9_000)}}}`],
      ['it has a key named __proto__', '{"event_type":"upload","payload":{"__proto__":1}}'],
      ['it has such a key itself', '{"event_type":"upload","payload":{},"__proto__":1}'],
      ['it is too large', `{"event_type":"upload","payload":{"a":"${'x'.repeat(MIB)}"}}`],
    ])('%s: as POST /events says, with its place', async (_case, bad) => {
      const alone = await api.call('POST /events', { body: bad });
      const taken = JSON.stringify(good);
      const { status, json } = await api.call('POST /events/batch', {
        body: `{"events":[${taken},${bad},${taken}]}`,
      });
      const results = isJsonObject(json) && Array.isArray(json.results) ? json.results : [];
      expect([status, json]).toMatchObject([200, { accepted: 2, duplicates: 0, refused: 1 }]);
      expect(results.map((result: { status: number }) => result.status)).toEqual([202, alone.status, 202]);
      expect(inShort(results[1])).toEqual(
        inShort({ status: alone.status, error: { code: alone.code, message: placed(alone.message) } }),
      );
      expect(await api.events()).toHaveLength(2);
    });

    it('it is as deep as an event may be: none is refused', async () => {
      const deep = `{"event_type":"upload","payload":{"a":${nested(62)}}}`;
      expect((await api.call('POST /events', { body: deep })).status).toBe(202);
      const answer = await api.call('POST /events/batch', { body: `{"events":[${deep}]}` });
      expect(answer.json).toMatchObject({ accepted: 1, refused: 0 });
    });
  });
});

/** A long path ends earlier by the length of what was put before it. */
function inShort(result: unknown): string {
  return JSON.stringify(result, ['status', 'error', 'code', 'message']).replace(/[.0]+…/, '…');
}

/** A message of `POST /events` as a batch says it of its second event. */
function placed(message: string): string {
  return message
    .split('; ')
    .map((fault) =>
      fault.replace(
        /^(unknown field )?(request body(?=:)|)\.?/,
        (_, unknown = '', whole: string) => `${unknown}events.1${whole === '' ? '.' : ''}`,
      ),
    )
    .join('; ');
}

describe.each(databases)('POST /events/batch on $name', ({ open }) => {
  const api = useStoredApi({ open });

  const post = async (...events: readonly unknown[]) => {
    const { status, json } = await api.call('POST /events/batch', { json: { events } });
    expect(status).toBe(200);
    const { results } = json as {
      readonly results: readonly { readonly status: number; readonly error?: object }[];
    };
    return results;
  };
  const statuses = async (...events: readonly unknown[]) =>
    (await post(...events)).map(({ status }) => status);
  const storedIds = () => api.db('events').orderBy('event_id').pluck<string[]>('event_id');

  it('stores good events among bad, known and contradicting ones, and nothing of those', async () => {
    await api.call('POST /events', { json: event('known') });
    const results = await post(
      event('b'),
      event('known', { payload: { public_id: 'dog' } }),
      { event_type: 'upload' },
      event('known'),
      event('a'),
    );
    expect(results.map(({ status }) => status)).toEqual([202, 409, 400, 200, 202]);
    expect(results[1]).toEqual({
      status: 409,
      error: {
        code: 'conflict',
        message:
          'events.1.event_id: got "known" with new content, expected the content that it was first posted with, or another id',
      },
    });
    expect(await storedIds()).toEqual(['a', 'b', 'known']);
  });

  it('takes the same event twice in one batch for one', async () => {
    expect(await statuses(event('a'), event('a'))).toEqual([202, 200]);
    expect(await storedIds()).toEqual(['a']);
  });

  it('stores the first of two with one id and different content, and refuses the second', async () => {
    expect(await statuses(event('a'), event('a', { event_type: 'delete' }))).toEqual([202, 409]);
    expect(await api.db('events').pluck('event_type')).toEqual(['upload']);
  });

  it('stores the second of two with one id when the first is refused', async () => {
    expect(await statuses(event('a', { event_type: 'x' }), event('a'))).toEqual([400, 202]);
  });

  it('answers the same batch again with duplicates', async () => {
    const batch = Array.from({ length: 100 }, (_, index) => event(`e${index}`));
    expect(new Set(await statuses(...batch))).toEqual(new Set([202]));
    expect(new Set(await statuses(...batch))).toEqual(new Set([200]));
    expect(await storedIds()).toHaveLength(100);
  });

  it('stores nothing when all are refused', async () => {
    expect(await statuses(1, {}, null)).toEqual([400, 400, 400]);
    expect(await storedIds()).toEqual([]);
  });
});
