import { aDelivery } from '../../support/builders/a-delivery';
import { anAttempt, refused } from '../../support/builders/an-attempt';
import { anAuditEntry } from '../../support/builders/an-audit-entry';
import { NOW } from '../../support/builders/a-clock';
import { useStoredApi } from '../../support/services/stored-api';

const api = useStoredApi();

const LATER = '2026-03-14T09:29:53.589Z';

const SUMMARY = {
  id: 'dlv1',
  event_id: 'evt1',
  event_type: 'upload',
  uri: 'https://hooks.example.com/cld',
  auth_scheme: 'default',
  success_statuses: '200',
  trigger_ids: ['trg1'],
  test: false,
  status: 'pending',
  attempt_count: 0,
  next_attempt_at: null,
  waiting_for: null,
  waiting_since: null,
  last_error_code: null,
  bulk_action_id: null,
  last_http_status: null,
  created_at: '2026-03-14T09:26:55.000Z',
  updated_at: '2026-03-14T09:26:55.000Z',
  url: '/v1_1/acme-media/deliveries/dlv1',
  temporal_url: 'http://127.0.0.1:8233/delivery/acme-media/dlv1',
};

describe('GET /deliveries', () => {
  it('lists deliveries as summaries, without body and attempts', async () => {
    await api.plant({ deliveries: [aDelivery()] });
    expect((await api.call('GET /deliveries')).json).toEqual({ deliveries: [SUMMARY] });
  });

  it('says what one waits for that was put off, and since when', async () => {
    const waitingFor = 'a place at its URL';
    await api.plant({ deliveries: [aDelivery({ waitingFor, waitingSince: LATER })] });
    const waiting = { waiting_for: waitingFor, waiting_since: LATER };
    expect((await api.call('GET /deliveries')).json).toEqual({ deliveries: [{ ...SUMMARY, ...waiting }] });
    expect((await api.call('GET /deliveries/dlv1')).json).toMatchObject(waiting);
  });

  it.each(['delivered', 'failed', 'cancelled'] as const)(
    'says of none that is %s that it waits',
    async (status) => {
      await api.plant({
        deliveries: [aDelivery({ status, waitingFor: 'a place at its URL', waitingSince: LATER })],
      });
      expect((await api.call('GET /deliveries')).json).toMatchObject({
        deliveries: [{ status, waiting_for: null, waiting_since: null }],
      });
    },
  );

  it.each([
    ['status=failed', 'failed'],
    ['event_id=evt2', 'of another event'],
    ['event_type=eager', 'of another type'],
    [`destination=${encodeURIComponent('https://b.example/?a=1')}`, 'to another URL'],
    ['to=2026-03-14T00:00:00Z', 'earlier'],
    [`from=${encodeURIComponent('2026-03-15T01:00:00+01:00')}`, 'later'],
    ['status=pending&event_type=eager', 'of another type'],
    ['destination_host=B.example.', 'to another URL'],
    ['error_code=timeout', 'timed out'],
    ['http_status=503', 'refused'],
    ['trigger_id=other', 'of another trigger'],
    ['phase=waiting', 'waits'],
  ])('lists only those that ?%s asks for', async (query, id) => {
    await api.plant({
      deliveries: [
        aDelivery({ id: 'failed', status: 'failed' }),
        aDelivery({ id: 'of another event', eventId: 'evt2', status: 'delivered' }),
        aDelivery({ id: 'of another type', eventType: 'eager' }),
        aDelivery({ id: 'to another URL', uri: 'https://b.example/?a=1' }),
        aDelivery({ id: 'earlier', createdAt: '2026-03-13T23:59:59.999Z' }),
        aDelivery({ id: 'later', createdAt: '2026-03-15T00:00:00.000Z' }),
        aDelivery({ id: 'timed out', lastErrorCode: 'timeout' }),
        aDelivery({ id: 'refused', attemptCount: 1 }),
        aDelivery({ id: 'of another trigger', triggerIds: ['other'] }),
        aDelivery({ id: 'waits', nextAttemptAt: LATER }),
      ],
      attempts: [anAttempt({ deliveryId: 'refused', outcome: refused(503) })],
    });
    const { json } = await api.call(`GET /deliveries?${query}`);
    expect(json).toEqual({ deliveries: [expect.objectContaining({ id })] });
  });

  it('is read page by page: newest first, each once, to an end without next_cursor', async () => {
    // Every second one shares its time with the one before.
    await api.plant({
      deliveries: Array.from({ length: 7 }, (_, i) =>
        aDelivery({ id: `d${i}`, createdAt: `2026-03-14T09:26:0${Math.floor(i / 2)}.000Z` }),
      ),
    });
    expect(await readPages('max_results=3')).toEqual([['d6', 'd5', 'd4'], ['d3', 'd2', 'd1'], ['d0']]);
  });

  it('is read the other way round with order=oldest_first, an empty cursor being none', async () => {
    await api.plant({ deliveries: ['a', 'b', 'c'].map((id) => aDelivery({ id })) });
    expect(await readPages('order=oldest_first&max_results=2')).toEqual([['a', 'b'], ['c']]);
    expect(await readPages('max_results=3&next_cursor=')).toEqual([['c', 'b', 'a']]);
  });

  it.each([
    ['as it is stored', 'https://hooks.example.com/'],
    ['as it is typed', 'https://hooks.example.com'],
    ['in upper case', 'HTTPS://Hooks.EXAMPLE.com/'],
    ['with the default port', 'https://hooks.example.com:443/'],
    ['with a final dot', 'https://hooks.example.com./'],
    ['with dots in the path', 'https://hooks.example.com/a/..'],
  ])('finds a destination %s', async (_how, typed) => {
    await api.plant({
      deliveries: [
        aDelivery({ id: 'wanted', uri: 'https://hooks.example.com/' }),
        aDelivery({ id: 'other', uri: 'https://hooks.example.com/other' }),
      ],
    });
    expect(await readPages(`destination=${encodeURIComponent(typed)}`)).toEqual([['wanted']]);
  });

  it.each([
    ['an international name', 'https://bücher.example/ü', 'https://xn--bcher-kva.example/%C3%BC'],
    ['a name of this machine, which is not allowed now', 'http://localhost:9000', 'http://localhost:9000/'],
    ['a port that is not allowed', 'http://a.example:22', 'http://a.example:22/'],
    ['another spelling of an address', 'http://0x7f.1', 'http://127.0.0.1/'],
  ])('finds a destination with %s', async (_what, typed, uri) => {
    await api.plant({ deliveries: [aDelivery({ id: 'wanted', uri })] });
    expect(await readPages(`destination=${encodeURIComponent(typed)}`)).toEqual([['wanted']]);
  });

  it('is the same list, for a cursor, in whatever spelling the destination is', async () => {
    await api.plant({ deliveries: ['a', 'b'].map((id) => aDelivery({ id, uri: 'https://b.example/' })) });
    const { json } = await api.call('GET /deliveries?max_results=1&destination=https://B.example');
    const { next_cursor } = json as { next_cursor: string };
    const next = `destination=https://b.example/&next_cursor=${next_cursor}`;
    expect(await readPages(next)).toEqual([['a']]);
  });

  it.each([
    ['b.example', 'destination "b.example" does not begin with http:// or https://'],
    ['https://b.example/%00', 'destination "https://b.example/\\u0000" contains white space, a control'],
    ['https://b.example/%23top', 'destination "https://b.example/#***" has a fragment'],
    ['', 'destination "" does not begin with http:// or https://'],
  ])('answers 400 to a destination %j that cannot be one', async (typed, message) => {
    const answer = await api.call(`GET /deliveries?destination=${typed}`);
    expect([answer.status, answer.code]).toEqual([400, 'invalid_url']);
    expect(answer.message.slice(0, message.length)).toBe(message);
  });

  it('needs no second page when the first is just full', async () => {
    await api.plant({ deliveries: [aDelivery({ id: 'a' }), aDelivery({ id: 'b' })] });
    expect(await readPages('max_results=2')).toEqual([['b', 'a']]);
  });

  it('holds 50 unless asked for another number, at most 500', async () => {
    await api.plant({ deliveries: Array.from({ length: 501 }, (_, i) => aDelivery({ id: `d${i}` })) });
    expect((await readPages(''))[0]).toHaveLength(50);
    expect((await readPages('max_results=500'))[0]).toHaveLength(500);
  });

  it.each([
    ['status=open', 'status: got "open", expected one of pending, delivered, failed, cancelled'],
    ['event_id=%00', 'event_id: got "\\u0000", expected an event id'],
    ['event_id=', 'event_id: got "", expected an event id'],
    ['status=', 'status: got "", expected one of pending, '],
    ['event_type=all', 'event_type: got "all", expected one of the event types: '],
    ['from=yesterday', 'from: got "yesterday", expected an ISO 8601 date and time with Z or an offset'],
    ['to=2026-03-14', 'to: got "2026-03-14", expected an ISO 8601 date and time with Z or an offset'],
    ['max_results=0', 'max_results: got "0", expected a whole number from 1 to 500'],
    ['max_results=501', 'max_results: got "501", expected a whole number from 1 to 500'],
    ['max_results=1e2', 'max_results: got "1e2", expected a whole number from 1 to 500'],
    ['next_cursor=abc', 'next_cursor: got "abc", expected the next_cursor of a page before'],
    [`next_cursor=${cursorOf(null)}`, 'next_cursor: got "bnVsbA", expected the next_cursor of a page before'],
    [`next_cursor=${cursorOf(['x', 'y'])}`, 'next_cursor: got '],
    [`next_cursor=${cursorOf(['2026-03-14T09:26:55.000Z', '\0'])}`, 'next_cursor: got '],
    ['status=failed&status=pending', 'status: got ["failed","pending"], expected one of pending, '],
    [
      'limit=3',
      'unknown field limit: got "3", expected only known fields: status, event_id, event_type, destination, destination_host, error_code, http_status, trigger_id, bulk_action_id, test, phase, from, to, order, max_results, next_cursor',
    ],
  ])('answers 400 to ?%s', async (query, message) => {
    const answer = await api.call(`GET /deliveries?${query}`);
    expect([answer.status, answer.code]).toEqual([400, 'invalid_request']);
    expect(answer.message.slice(0, message.length)).toBe(message);
    expect(answer.message).not.toContain('; ');
  });
});

async function readPages(query: string): Promise<string[][]> {
  const pages: string[][] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const { json } = await api.call(`GET /deliveries?${query}${cursor && `&next_cursor=${cursor}`}`);
    const page = json as { deliveries: { id: string }[]; next_cursor?: string };
    pages.push(page.deliveries.map(({ id }) => id));
    cursor = page.next_cursor;
  }
  return pages;
}

function cursorOf(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

describe('GET /deliveries/:id', () => {
  it('shows the exact body as text and each attempt, whatever its outcome', async () => {
    await api.plant({
      deliveries: [
        aDelivery({ status: 'delivered', attemptCount: 3, note: 'signed by another key' }),
        aDelivery({ id: 'dlv2' }),
      ],
    });
    await api.plant({
      attempts: [
        anAttempt({
          outcome: {
            kind: 'unreachable',
            errorCode: 'timeout',
            errorMessage: 'no answer within 20 s',
            durationMs: 20_001,
            timingsMs: { lookup: 3, connect: 12 },
          },
        }),
        anAttempt({
          attemptNumber: 2,
          outcome: {
            kind: 'rejected',
            errorCode: 'http_status',
            errorMessage: 'answered 503',
            httpStatus: 503,
            responseExcerpt: '<b>busy</b>',
            responseHeaders: { 'Retry-After': '60' },
            durationMs: 7,
            resent: true,
          },
        }),
        anAttempt({ attemptNumber: 3 }),
        anAttempt({ deliveryId: 'dlv2' }),
      ],
    });
    const sent = {
      started_at: '2026-03-14T09:26:56.000Z',
      request_headers: { 'Content-Type': 'application/json', 'X-Cld-Timestamp': '1773480416' },
    };
    expect((await api.call('GET /deliveries/dlv1')).json).toEqual({
      ...SUMMARY,
      last_http_status: 200,
      status: 'delivered',
      attempt_count: 3,
      signature_key: '111111111111111',
      body: '{"notification_type":"upload","public_id":"Kästchen","signature_key":"111111111111111"}',
      body_kind: 'default',
      template_fallback: null,
      note: 'signed by another key',
      retry_delays_seconds: [180, 360, 540],
      planned_attempts: [],
      runs: [{ first_attempt_number: 1 }],
      interventions: [],
      attempts: [
        {
          ...sent,
          attempt_number: 1,
          duration_ms: 20_001,
          resent: false,
          outcome: 'unreachable',
          http_status: null,
          error_code: 'timeout',
          error_message: 'no answer within 20 s',
          response_excerpt: null,
          response_headers: null,
          timings_ms: { lookup: 3, connect: 12, tls: null, first_byte: null },
        },
        {
          ...sent,
          attempt_number: 2,
          duration_ms: 7,
          resent: true,
          outcome: 'rejected',
          http_status: 503,
          error_code: 'http_status',
          error_message: 'answered 503',
          response_excerpt: '<b>busy</b>',
          response_headers: { 'Retry-After': '60' },
          timings_ms: null,
        },
        {
          ...sent,
          attempt_number: 3,
          duration_ms: 41,
          resent: false,
          outcome: 'delivered',
          http_status: 200,
          error_code: null,
          error_message: null,
          response_excerpt: 'thanks',
          response_headers: null,
          timings_ms: null,
        },
      ],
    });
  });
});

describe('POST /deliveries/:id/retry', () => {
  it.each([
    ['pending', undefined, 'retrying_now', 200],
    ['pending', { force: false }, 'retrying_now', 200],
    ['failed', undefined, 'new_run', 202],
    ['cancelled', {}, 'new_run', 202],
    ['delivered', { force: true }, 'new_run', 202],
  ] as const)('of a %s one, body %j: %s, with %d', async (status, json, action, httpStatus) => {
    await api.plant({
      deliveries: [aDelivery({ status, nextAttemptAt: status === 'pending' ? LATER : undefined })],
    });
    api.world.retryAnswer = action;
    const answer = await api.call('POST /deliveries/dlv1/retry', json ? { json } : {});
    expect([answer.status, answer.json]).toEqual([httpStatus, { message: 'ok', action }]);
    expect(api.world.retried).toEqual(['dlv1']);
  });

  it.each([
    ['the first attempt is under way', undefined],
    ['the next attempt has been due', NOW],
  ])('answers already_due when %s', async (_when, nextAttemptAt) => {
    await api.plant({ deliveries: [aDelivery({ nextAttemptAt })] });
    api.world.retryAnswer = 'retrying_now';
    const answer = await api.call('POST /deliveries/dlv1/retry');
    expect([answer.status, answer.json]).toEqual([200, { message: 'ok', action: 'already_due' }]);
  });

  it.each([[undefined], [{}], [{ force: false }]])(
    'of a delivered one, body %j, answers 409 and says that force is needed',
    async (json) => {
      await api.plant({ deliveries: [aDelivery({ status: 'delivered' })] });
      const answer = await api.call('POST /deliveries/dlv1/retry', json ? { json } : {});
      expect([answer.status, answer.code]).toEqual([409, 'conflict']);
      expect(answer.message).toBe(
        'force: expected {"force": true}, since delivery dlv1 was delivered and its receiver would get it again',
      );
      expect(api.world.retried).toEqual([]);
    },
  );

  it.each([
    [{ force: 'yes' }, 'force: got "yes", expected true or false'],
    [{ forced: true }, 'unknown field forced: got true, expected only known fields: force, to, trigger_id'],
    [null, 'request body: got null, expected a JSON object'],
  ])('answers 400 to %j', async (json, message) => {
    await api.plant({ deliveries: [aDelivery({ status: 'failed' })] });
    const answer = await api.call('POST /deliveries/dlv1/retry', { json });
    expect([answer.status, answer.message]).toEqual([400, message]);
    expect(api.world.retried).toEqual([]);
  });
});

describe('POST /deliveries/:id/cancel', () => {
  it('cancels a pending one', async () => {
    await api.plant({ deliveries: [aDelivery()] });
    const answer = await api.call('POST /deliveries/dlv1/cancel');
    expect([answer.status, answer.json]).toEqual([200, { message: 'ok', action: 'cancelling' }]);
    expect(api.world.cancelled).toEqual(['dlv1']);
  });

  it.each(['delivered', 'failed', 'cancelled'] as const)('answers 409 when it is %s', async (status) => {
    await api.plant({ deliveries: [aDelivery({ status })] });
    const answer = await api.call('POST /deliveries/dlv1/cancel');
    expect([answer.status, answer.code]).toEqual([409, 'conflict']);
    expect(answer.message).toMatch(new RegExp(`^status: got ${status}, expected pending`));
    expect(api.world.cancelled).toEqual([]);
  });

  it('cancels one whose workflow Temporal has lost, and says that it is done', async () => {
    await api.plant({ deliveries: [aDelivery()] });
    api.world.isRunning = false;
    const answer = await api.call('POST /deliveries/dlv1/cancel');
    expect([answer.status, answer.json]).toEqual([200, { message: 'ok', action: 'cancelled' }]);
    expect((await api.call('GET /deliveries/dlv1')).json).toMatchObject({ status: 'cancelled' });

    const again = await api.call('POST /deliveries/dlv1/cancel');
    expect([again.status, again.code]).toEqual([409, 'conflict']);
  });
});

describe('GET /deliveries/summary', () => {
  it('counts what the same filters of the list find', async () => {
    await api.plant({
      deliveries: [aDelivery({ lastErrorCode: 'timeout' }), aDelivery({ id: 'b', eventType: 'eager' })],
    });
    expect((await api.call('GET /deliveries/summary?event_type=upload')).json).toEqual({
      total: 1,
      total_is: 'exact',
      by_status: { pending: 1, delivered: 0, failed: 0, cancelled: 0 },
      by_phase: { sending: 1, waiting: 0 },
      by_error_code: [{ error_code: 'timeout', count: 1 }],
      by_host: [{ destination_host: 'hooks.example.com', count: 1 }],
      oldest: '2026-03-14T09:26:55.000Z',
      newest: '2026-03-14T09:26:55.000Z',
    });
  });

  it('of nothing is nothing', async () => {
    expect((await api.call('GET /deliveries/summary')).json).toMatchObject({
      total: 0,
      oldest: null,
      newest: null,
    });
  });

  it.each([
    ['destination_host=a/b', 'destination_host: got "a/b", expected a host name or address without port'],
    ['destination_host=a.example:8443', 'destination_host: got "a.example:8443", expected a host name'],
    ['error_code=http_503', 'error_code: got "http_503", expected one of http_status, timeout'],
    ['http_status=20', 'http_status: got "20", expected a whole number from 100 to 599'],
    ['phase=later', 'phase: got "later", expected one of sending, waiting'],
    ['phase=waiting&status=failed', 'phase: got waiting, expected none, since status is failed'],
    ['max_results=1', 'max_results'],
    ['from=2026-03-14T00:00:00Z&to=2026-03-13T00:00:00Z', 'expected a time after from'],
  ])('answers 400 to ?%s', async (query, message) => {
    const answer = await api.call(`GET /deliveries/summary?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.message).toContain(message);
  });
});

describe('GET /deliveries/:id, of one that waits', () => {
  it('tells what is planned, its runs, and who has intervened', async () => {
    await api.plant({
      deliveries: [
        aDelivery({ attemptCount: 2, firstAttemptNumber: 2, nextAttemptAt: '2030-01-01T00:00:00.000Z' }),
      ],
    });
    const by = {
      kind: 'access_key',
      id: '738291046655821',
      requestId: 'r',
      ip: '203.0.113.7',
      via: 'console',
    } as const;
    const about = { subjectId: 'dlv1', by };
    await api.plant({
      auditEntries: [
        anAuditEntry({ ...about, id: 'b', action: 'delivery.retry', at: LATER }),
        anAuditEntry({ ...about, id: 'a', action: 'delivery.cancel', at: '2026-03-14T09:27:00.000Z' }),
        anAuditEntry({ ...about, id: 'c', subjectId: 'delivery-2', action: 'delivery.retry' }),
      ],
    });
    const author = { kind: 'access_key', id: '738291046655821', via: 'console' };
    expect((await api.call('GET /deliveries/dlv1')).json).toMatchObject({
      planned_attempts: [
        { number: 3, at: '2030-01-01T00:00:00.000Z' },
        { number: 4, at: '2030-01-01T00:06:00.000Z' },
        { number: 5, at: '2030-01-01T00:15:00.000Z' },
      ],
      runs: [{ first_attempt_number: 1 }, { first_attempt_number: 2 }],
      interventions: [
        { at: '2026-03-14T09:27:00.000Z', kind: 'cancel', by: author },
        { at: LATER, kind: 'retry', by: author },
      ],
    });
  });
});
