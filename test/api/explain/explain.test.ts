import type { Event } from '../../../src/domain/events/event';
import type { Trigger } from '../../../src/domain/triggers/trigger';
import { databases } from '../../support/databases/databases';
import { BY } from '../../support/builders/an-audit-entry';
import { aTrigger } from '../../support/builders/a-trigger';
import { anEvent } from '../../support/builders/an-event';
import { ENVIRONMENT } from '../../support/builders/an-environment';
import { useStoredApi } from '../../support/services/stored-api';
import { resolveStored } from '../../support/services/resolve-stored';

const LIMITS = { maxNotificationUrls: 30, maxTriggers: 900 };
const THEN = '2026-03-14T09:26:53.589Z';
const SOON = new Date(Date.parse(THEN) + 12);
const UPLOADS = 'https://hooks.example.com/uploads';
const LARGE = { and: [{ '==': [{ var: 'format' }, 'jpg'] }, { '>': [{ var: 'bytes' }, 1e7] }] };

describe.each(databases)('the reasons of an event on $name', ({ open }) => {
  const api = useStoredApi({ open });

  const plant = (about: Partial<Trigger>) => api.plant({ triggers: [aTrigger({ uri: UPLOADS, ...about })] });

  async function publish(about: Partial<Event>) {
    const event = anEvent({ receivedAt: THEN, ...about });
    await api.plant({ events: [event] });
    await resolveStored(api.stores, event, () => SOON);
  }

  const call = (line: string, json?: unknown) => api.call(line, { ...(json !== undefined && { json }) });
  const explained = async (id: string, query = '') =>
    (await call(`GET /events/${id}/explain${query}`)).json as Explained;

  async function plantAll() {
    await plant({ id: 'all', eventType: 'all' });
    await plant({ id: 'same' });
    await plant({ id: 'large', uri: 'https://hooks.example.com/large?token=s3cret', filter: LARGE });
    await plant({
      id: 'broken',
      uri: 'https://hooks.example.com/broken',
      filter: { missing_some: [1, null] },
    });
    await plant({ id: 'other', eventType: 'delete' });
  }

  it('are told for every verdict, in words', async () => {
    await plantAll();
    await publish({ eventId: 'evt', payload: { public_id: 'cat', format: 'jpg', bytes: 81_234 } });
    const answer = await explained('evt');
    expect(answer.sentence).toBe(
      'Resolved 12 ms after it was accepted: 4 triggers asked, 1 told, 1 merged, 1 filtered out, 1 failed in their filter, 1 not subscribed.',
    );
    expect(answer.verdicts.map(({ trigger_id: id, verdict, words }) => [id, verdict, words]).sort()).toEqual([
      ['all', 'matched', 'it takes every event of its type'],
      ['broken', 'filter_error', 'filter failed: missing_some without keys'],
      ['large', 'filtered_out', '/and/1: bytes is 81234, expected > 10000000'],
      ['same', 'merged', 'the same bytes go to the same URL for trigger all'],
    ]);
    expect(answer.lifecycle.map(({ step, after_ms }) => [step, after_ms])).toEqual([
      ['accepted', 0],
      ['started', 12],
      ['resolved', 0],
      ['first_attempt', null],
      ['ended', null],
    ]);
  });

  it("name the call's own URL, which silences triggers that are not additive", async () => {
    await plant({ id: 'quiet' });
    await plant({ id: 'loud', uri: 'https://hooks.example.com/loud', additive: true });
    const request = {
      notification_url: 'https://own.example.com/',
      eager_notification_url: 'https://eager.example.com/',
    };
    await publish({ eventId: 'evt', request });
    const { explicit_urls: urls, verdicts } = await explained('evt');
    expect(
      urls.map(({ name, told, words, delivery_id: delivery }) => [name, told, words, typeof delivery]),
    ).toEqual([
      ['eager_notification_url', false, 'it is told of eager events only', 'undefined'],
      ['notification_url', true, 'the call named it, so it is told whatever the triggers say', 'string'],
    ]);
    expect(verdicts.map(({ trigger_id: id, verdict }) => [id, verdict]).sort()).toEqual([
      ['loud', 'matched'],
      ['quiet', 'suppressed_by_notification_url'],
    ]);
  });

  it('show triggers as they were, however they were changed and deleted since', async () => {
    await plantAll();
    await publish({ eventId: 'evt', payload: { public_id: 'cat', format: 'jpg', bytes: 81_234 } });
    const changes = {
      filter: undefined,
      uri: 'https://new.example.com/',
      updatedAt: new Date().toISOString(),
    };
    await api.stores.triggers.update(ENVIRONMENT.id, 'large', { changes, limits: LIMITS, by: BY });
    await api.stores.triggers.delete(ENVIRONMENT.id, 'large', BY);
    await api.stores.triggers.delete(ENVIRONMENT.id, 'all', BY);
    const { verdicts } = await explained('evt');
    const [large, all, same] = ['large', 'all', 'same'].map((id) =>
      verdicts.find((each) => each.trigger_id === id),
    );
    expect([large?.trigger?.uri, large?.trigger?.filter, large?.words, large?.changed_since?.action]).toEqual(
      [
        'https://hooks.example.com/large?token=***',
        LARGE,
        '/and/1: bytes is 81234, expected > 10000000',
        'trigger.update',
      ],
    );
    expect([all?.trigger?.event_type, all?.changed_since?.action]).toEqual(['all', 'trigger.delete']);
    expect([same?.trigger?.uri, same?.changed_since]).toEqual([UPLOADS, null]);
  });

  it('by the triggers of now are told of stored events and of unpublished ones, and nothing is sent', async () => {
    const payload = { public_id: 'cat', format: 'jpg', bytes: 81_234 };
    await publish({ eventId: 'evt', payload });
    await plantAll();
    const now = await explained('evt', '?triggers=now');
    const unpublished = (await call('POST /explain', { event_type: 'upload', payload })).json as Explained;
    for (const { sentence, verdicts } of [now, unpublished]) {
      expect(sentence).toBe(
        'With the triggers of now: 4 triggers asked, 1 told, 1 merged, 1 filtered out, 1 failed in their filter, 1 not subscribed.',
      );
      expect(verdicts.map(({ trigger_id: id, delivery_id: delivery }) => [id, delivery]).sort()).toEqual([
        ['all', undefined],
        ['broken', undefined],
        ['large', undefined],
        ['same', undefined],
      ]);
    }
    expect((await explained('evt')).verdicts).toEqual([]);
    expect(await api.db('deliveries').select()).toEqual([]);
    expect(await api.db('events').select()).toHaveLength(1);
  });

  it('of a filter can be traced on the event: its values are those of the payload', async () => {
    await publish({ eventId: 'evt', payload: { public_id: 'cat', bytes: 81_234 } });
    const body = { filter: LARGE, event_id: 'evt' };
    const { json } = await call('POST /filters/trace', body);
    expect(json).toMatchObject({ valid: true, matches: false, deciding: ['/and/0'], cut: false });
    const onPayload = await call('POST /filters/trace', {
      filter: LARGE,
      payload: { format: 'jpg', bytes: 5 },
    });
    expect(onPayload.json).toMatchObject({
      deciding: ['/and/1'],
      trace: { children: [{}, { children: [{ result: '5', reads: { pointer: '/bytes' } }, {}] }] },
    });
  });

  it.each<[string, unknown, string]>([
    ['neither event nor payload', { filter: {} }, 'event_id: got nothing, expected an event_id or a payload'],
    ['both', { filter: {}, event_id: 'evt', payload: {} }, 'expected an event_id or a payload, and not both'],
    ['an unknown event', { filter: {}, event_id: 'nobodys' }, 'expected the id of an event'],
  ])('refuses to trace a filter on %s', async (_what, body, message) => {
    const answer = await call('POST /filters/trace', body);
    expect([400, 404]).toContain(answer.status);
    expect(answer.message).toContain(message);
  });

  it('says where a filter that is to be traced is none', async () => {
    const { json } = await call('POST /filters/trace', { filter: { and: [{ log: 'x' }] }, payload: {} });
    expect(json).toMatchObject({ valid: false, fault: { pointer: '/and/0' }, trace: null });
  });

  it('are found by the id of everything, and by the public id', async () => {
    await plant({ id: 'trigger-1' });
    await publish({ eventId: 'evt-1', payload: { public_id: 'press/cat' } });
    await publish({
      eventId: 'evt-2',
      payload: { resources: [{ public_id: 'press/cat' }] },
      eventType: 'delete',
    });
    const [delivery] = await api.stores.deliveries.list(ENVIRONMENT.id, { limit: 1 });
    const found = async (q: string) => {
      const { json } = await call(`GET /search?q=${encodeURIComponent(q)}`);
      return (json as { hits: { kind: string; id: string; event_id: string | null }[] }).hits.map(
        ({ kind, id, event_id: event }) => [kind, id, event],
      );
    };
    expect(await found('evt-1')).toEqual([['event', 'evt-1', 'evt-1']]);
    expect(await found(delivery?.id ?? '')).toEqual([['delivery', delivery?.id, 'evt-1']]);
    expect(await found('trigger-1')).toEqual([['trigger', 'trigger-1', null]]);
    expect((await found('press/cat')).map(([, id]) => id)).toEqual(['evt-2', 'evt-1']);
    expect(await found('press')).toEqual([]);
    expect((await call('GET /search?q=')).status).toBe(400);
  });

  it('decide which events a list has', async () => {
    await plant({ id: 'trigger-1' });
    await publish({ eventId: 'told', payload: { public_id: 'cat' } });
    await publish({ eventId: 'untold', eventType: 'delete', payload: { folder_path: 'a/b' } });
    await api.stores.events.insert(anEvent({ eventId: 'open', payload: { public_id: 'cat' } }), 'h');
    const listed = async (query: string) => {
      const { json } = await call(`GET /events?${query}`);
      return (json as { events: { event_id: string }[] }).events.map(({ event_id: id }) => id);
    };
    expect(await listed('outcome=told_nobody')).toEqual(['untold']);
    expect(await listed('outcome=waiting')).toEqual(['told']);
    expect(await listed('outcome=undelivered')).toEqual([]);
    expect(await listed('public_id=a/b')).toEqual(['untold']);
    expect((await listed('public_id=cat')).sort()).toEqual(['open', 'told']);
    await api.db('deliveries').update({ status: 'failed' });
    expect(await listed('outcome=undelivered')).toEqual(['told']);
  });
});

interface Explained {
  readonly sentence: string;
  readonly lifecycle: readonly { readonly step: string; readonly after_ms: number | null }[];
  readonly explicit_urls: readonly {
    readonly name: string;
    readonly told: boolean;
    readonly words: string;
    readonly delivery_id?: string;
  }[];
  readonly verdicts: readonly {
    readonly trigger_id: string;
    readonly verdict: string;
    readonly words: string;
    readonly delivery_id?: string;
    readonly trigger: { readonly uri: string; readonly event_type: string; readonly filter?: unknown } | null;
    readonly changed_since: { readonly action: string } | null;
  }[];
}
