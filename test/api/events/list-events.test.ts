import { anEvent, anEventRecord } from '../../support/builders/an-event';
import { useStoredApi } from '../../support/services/stored-api';

const api = useStoredApi();

describe('GET /events', () => {
  it('lists events as summaries, without payload and verdicts', async () => {
    await api.plant({
      events: [
        anEventRecord({ event: anEvent({ eventId: 'a' }), resolvedAt: '2026-03-14T09:26:55.000Z' }),
        anEvent({ eventId: 'b' }),
      ],
    });
    const rest = {
      event_type: 'upload',
      test: false,
      received_at: '2026-03-14T09:26:53.600Z',
      triggered_at: '2026-03-14T09:26:53.589793Z',
      triggered_by: { source: 'api', id: '738291046655821' },
      public_id: 'blue-kettle',
      deliveries: { pending: 0, delivered: 0, failed: 0, cancelled: 0 },
    };
    expect((await api.call('GET /events')).json).toEqual({
      events: [
        {
          ...rest,
          event_id: 'b',
          status: 'accepted',
          resolved_at: null,
          temporal_url: 'http://127.0.0.1:8233/event/acme-media/b',
        },
        {
          ...rest,
          event_id: 'a',
          status: 'dispatched',
          resolved_at: '2026-03-14T09:26:55.000Z',
          temporal_url: 'http://127.0.0.1:8233/event/acme-media/a',
        },
      ],
    });
  });

  it.each([
    ['event_type=eager', 'of another type'],
    ['to=2026-03-14T00:00:00Z', 'earlier'],
    [`from=${encodeURIComponent('2026-03-15T01:00:00+01:00')}`, 'later'],
    ['event_type=upload&to=2026-03-14T12:00:00Z&max_results=1', 'plain'],
  ])('lists only those that ?%s asks for', async (query, eventId) => {
    await api.plant({
      events: [
        anEvent({ eventId: 'plain' }),
        anEvent({ eventId: 'of another type', eventType: 'eager' }),
        anEvent({ eventId: 'earlier', receivedAt: '2026-03-13T23:59:59.999Z' }),
        anEvent({ eventId: 'later', receivedAt: '2026-03-15T00:00:00.000Z' }),
      ].map((event) => anEventRecord({ event })),
    });
    const { json } = await api.call(`GET /events?${query}`);
    expect((json as { events: unknown }).events).toEqual([expect.objectContaining({ event_id: eventId })]);
  });

  it('is read page by page: newest first, each once, to an end without next_cursor', async () => {
    // Every second one shares its time with the one before.
    await receive(7, (i) => ({ receivedAt: `2026-03-14T09:26:0${Math.floor(i / 2)}.000Z` }));
    expect(await readPages('max_results=3')).toEqual([['e6', 'e5', 'e4'], ['e3', 'e2', 'e1'], ['e0']]);
  });

  it.each([
    ['another list', '/deliveries?'],
    ['other filters', '/events?event_type=upload&'],
    ['other times', '/events?from=2026-03-14T00:00:00Z&'],
  ])('gives a cursor that %s refuses', async (_what, list) => {
    await receive(3);
    const { next_cursor } = (await api.call('GET /events?max_results=1')).json as { next_cursor: string };
    const answer = await api.call(`GET ${list}next_cursor=${next_cursor}`);
    expect([answer.status, answer.message]).toEqual([
      400,
      `next_cursor: got "${next_cursor}", expected the next_cursor of a page before, of the same list with the same filters and order`,
    ]);
  });

  it('may have pages of different lengths', async () => {
    await receive(3);
    const { next_cursor } = (await api.call('GET /events?max_results=1')).json as { next_cursor: string };
    expect(await readPages(`max_results=2&next_cursor=${next_cursor}`)).toEqual([['e1', 'e0']]);
  });

  it('has times to the microsecond, though events are received at a millisecond', async () => {
    await receive(1, () => ({ receivedAt: '2026-03-14T09:26:53.665Z' }));
    const at = (micros: string) => `2026-03-14T09:26:53.${micros}Z`;
    expect(await readPages(`from=${at('665')}`)).toEqual([['e0']]);
    expect(await readPages(`from=${at('665001')}`)).toEqual([[]]);
    expect(await readPages(`to=${at('665001')}`)).toEqual([['e0']]);
    expect(await readPages(`to=${at('665000')}`)).toEqual([[]]);
  });

  it('is read the other way round with order=oldest_first', async () => {
    await receive(7, (i) => ({ receivedAt: `2026-03-14T09:26:0${Math.floor(i / 2)}.000Z` }));
    const order = 'order=oldest_first&max_results=3';
    expect(await readPages(order)).toEqual([['e0', 'e1', 'e2'], ['e3', 'e4', 'e5'], ['e6']]);
    expect(await readPages('order=newest_first&max_results=6')).toEqual([
      ['e6', 'e5', 'e4', 'e3', 'e2', 'e1'],
      ['e0'],
    ]);
  });

  it.each([
    ['newest_first', 'oldest_first'],
    ['oldest_first', 'newest_first'],
  ])('refuses a cursor of order %s with %s', async (made, used) => {
    await receive(3);
    const first = await api.call(`GET /events?max_results=1&order=${made}`);
    const { next_cursor } = first.json as { next_cursor: string };
    const with_ = (order: string) => api.call(`GET /events?order=${order}&next_cursor=${next_cursor}`);
    expect((await with_(used)).message).toMatch(/^next_cursor: got .* with the same filters and order$/);
    expect((await with_(made)).status).toBe(200);
  });

  it('takes the newest first for what is meant when no order is named', async () => {
    await receive(3);
    const { next_cursor } = (await api.call('GET /events?max_results=2')).json as { next_cursor: string };
    expect(await readPages(`order=newest_first&next_cursor=${next_cursor}`)).toEqual([['e0']]);
  });

  it('begins with the first page for an empty cursor', async () => {
    await receive(2);
    expect(await readPages('max_results=2&next_cursor=')).toEqual([['e1', 'e0']]);
  });

  it.each([
    ['Z', '2026-03-14T09:26:54Z'],
    ['lower-case letters', '2026-03-14t09:26:54z'],
    ['an encoded offset', encodeURIComponent('2026-03-14T11:26:54+02:00')],
    ['an offset whose plus became a space', '2026-03-14T11:26:54+02:00'],
    ['a negative offset', '2026-03-14T04:56:54-04:30'],
    ['more digits than are kept', '2026-03-14T09:26:54.0000000000Z'],
  ])('takes a time with %s for what it means, in the cursor too', async (_what, from) => {
    await receive(3, (i) => ({ receivedAt: `2026-03-14T09:26:5${3 + i}.000Z` }));
    expect(await readPages(`from=${from}&max_results=5`)).toEqual([['e2', 'e1']]);
    const { json } = await api.call('GET /events?max_results=1&from=2026-03-14T09:26:54.000Z');
    const { next_cursor } = json as { next_cursor: string };
    expect(await readPages(`from=${from}&next_cursor=${next_cursor}`)).toEqual([['e1']]);
  });

  it('needs no second page when the first is just full', async () => {
    await receive(2);
    expect(await readPages('max_results=2')).toEqual([['e1', 'e0']]);
  });

  it('holds 50 unless asked for another number, at most 500', async () => {
    await receive(501);
    expect((await readPages(''))[0]).toHaveLength(50);
    expect((await readPages('max_results=500'))[0]).toHaveLength(500);
  });

  it.each([
    ['event_type=all', 'event_type: got "all", expected one of the event types: '],
    ['from=yesterday', 'from: got "yesterday", expected an ISO 8601 date and time with Z or an offset'],
    ['to=2026-03-14', 'to: got "2026-03-14", expected an ISO 8601 date and time with Z or an offset'],
    ['order=desc', 'order: got "desc", expected newest_first or oldest_first'],
    ['order=', 'order: got "", expected newest_first or oldest_first'],
    ['max_results=0', 'max_results: got "0", expected a whole number from 1 to 500'],
    ['max_results=501', 'max_results: got "501", expected a whole number from 1 to 500'],
    ['max_results=01', 'max_results: got "01", expected a whole number from 1 to 500'],
    ['next_cursor=abc', 'next_cursor: got "abc", expected the next_cursor of a page before'],
    [
      'from=2026-03-15T00:00:00Z&to=2026-03-14T00:00:00Z',
      'to: got "2026-03-14T00:00:00.000Z", expected a time after from, 2026-03-15T00:00:00.000Z',
    ],
    [
      'status=accepted',
      'unknown field status: got "accepted", expected only known fields: event_type, public_id, outcome, destination, from, to, order, max_results, next_cursor',
    ],
  ])('answers 400 to ?%s', async (query, message) => {
    const answer = await api.call(`GET /events?${query}`);
    expect([answer.status, answer.code]).toEqual([400, 'invalid_request']);
    expect(answer.message.slice(0, message.length)).toBe(message);
    expect(answer.message).not.toContain('; ');
  });
});

function receive(count: number, about: (index: number) => Parameters<typeof anEvent>[0] = () => ({})) {
  return api.plant({
    events: Array.from({ length: count }, (_, i) => anEvent({ eventId: `e${i}`, ...about(i) })),
  });
}

async function readPages(query: string): Promise<string[][]> {
  const pages: string[][] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const { json } = await api.call(`GET /events?${query}${cursor && `&next_cursor=${cursor}`}`);
    const page = json as { events: { event_id: string }[]; next_cursor?: string };
    pages.push(page.events.map(({ event_id }) => event_id));
    cursor = page.next_cursor;
  }
  return pages;
}
