import type { Event } from '../../../src/domain/events/event';
import type { Trigger } from '../../../src/domain/triggers/trigger';
import { BY } from '../../support/builders/an-audit-entry';
import { aTrigger } from '../../support/builders/a-trigger';
import { anEvent } from '../../support/builders/an-event';
import { databases } from '../../support/databases/databases';
import { ENVIRONMENT } from '../../support/builders/an-environment';
import { useStoredApi } from '../../support/services/stored-api';
import { resolveStored } from '../../support/services/resolve-stored';
import { NOW } from '../../support/builders/a-clock';

interface SentTest {
  readonly event_id: string;
  readonly delivery_id: string;
  readonly event_type: string;
  readonly source: string;
  readonly source_event_id: string | null;
}

const LATER = '9999-01-01T00:00:00.000Z';

describe.each(databases)('POST /triggers/:id/send_test on $name', ({ open }) => {
  const api = useStoredApi({ open });

  const plant = (about: Partial<Trigger> = {}) => api.plant({ triggers: [aTrigger(about)] });
  const happen = (about: Partial<Event>) => api.plant({ events: [anEvent(about)] });

  const ask = (json?: object, id = 'trg1') => api.call(`POST /triggers/${id}/send_test`, { json });
  const sendTest = async (json?: object, id?: string) => {
    const { status, json: body } = await ask(json ?? {}, id);
    expect(status).toBe(202);
    return body as SentTest;
  };
  const unstarted = async () => api.stores.events.listUnstarted(LATER, 100);

  /** Later than it was sent. */
  async function resolve({ event_id: eventId }: Pick<SentTest, 'event_id'>): Promise<void> {
    api.clock.pass(1_000);
    await resolveStored(api.stores, anEvent({ eventId }), api.clock.now);
    api.clock.pass(1_000);
  }

  it('stores an event before it answers, which is started as a test', async () => {
    await plant();
    const { event_id: eventId } = await sendTest();
    expect(await unstarted()).toMatchObject([{ eventId, isTest: true }]);
  });

  it('makes one delivery, of the id that it answers, to that trigger alone, whatever its filter says', async () => {
    await plant({ id: 'twin' });
    const uri = 'https://hooks.example.com/tested';
    await plant({ uri, filter: { '==': [1, 2] }, payloadTemplate: { a: '{{asset.public_id}}' } });
    const sent = await sendTest({ payload: { public_id: 'cat' } });
    await resolve(sent);
    const { json: delivery } = await api.call(`GET /deliveries/${sent.delivery_id}`);
    expect(delivery).toMatchObject({
      uri,
      trigger_ids: ['trg1'],
      test: true,
      body: '{"a":"cat"}',
      retry_delays_seconds: [],
      planned_attempts: [{ number: 1 }],
    });
    const { json: event } = await api.call(`GET /events/${sent.event_id}`);
    expect(event).toMatchObject({
      test: true,
      verdicts: [{ trigger_id: 'trg1', verdict: 'matched' }],
      deliveries: [{ id: sent.delivery_id, test: true }],
    });
    const { json: explained } = await api.call(`GET /events/${sent.event_id}/explain`);
    expect(explained).toMatchObject({
      sentence: expect.stringMatching(
        /^A test of one trigger, resolved .* after it was accepted: one trigger told\.$/,
      ) as string,
      verdicts: [{ words: 'it is tested, so it is told whatever its filter says' }],
      not_subscribed: 0,
    });
  });

  it('says in the body that it is a test, and nothing else that its event did not say', async () => {
    await plant({ payloadTemplate: undefined });
    await happen({ eventId: 'evt9', payload: { public_id: 'cat' } });
    await resolve(await sendTest({ event_id: 'evt9' }));
    await resolve({ event_id: 'evt9' });
    const bodies = (await api.stores.deliveries.list(ENVIRONMENT.id, { limit: 9 })).map(
      ({ body, isTest }) => [isTest, JSON.parse(body) as { notification_context: object }] as const,
    );
    const [tested, happened] = [true, false].map((which) => bodies.find(([isTest]) => isTest === which)?.[1]);
    expect(tested).toEqual({
      ...happened,
      notification_context: { ...happened?.notification_context, test: true },
    });
  });

  it('puts the notification of a trigger for a channel into its channel', async () => {
    await api.stores.signingKeys.rotate(ENVIRONMENT.id, NOW, BY);
    await plant({ uri: 'poll://tests', uriType: 'poll' });
    const sent = await sendTest({ payload: { public_id: 'cat' } });
    await resolve(sent);
    const { json } = await api.callAbsolute(
      'GET /v2/notifications/acme-media/messages?channel=tests&wait_seconds=0',
    );
    expect(JSON.stringify(json)).toContain(sent.delivery_id);
  });

  it('takes the newest event of the trigger’s type without being told which, and no test', async () => {
    await plant();
    await happen({ eventId: 'older', receivedAt: '2026-03-14T09:00:00.000Z' });
    await happen({ eventId: 'newest', receivedAt: '2026-03-14T10:00:00.000Z' });
    await happen({ eventId: 'deleted', eventType: 'delete', receivedAt: '2026-03-14T11:00:00.000Z' });
    await sendTest({ payload: {} });
    const { json } = await api.call('POST /triggers/trg1/send_test');
    expect(json).toMatchObject({ source: 'newest_event', source_event_id: 'newest', event_type: 'upload' });
  });

  it('takes a sample when nothing of the type has happened', async () => {
    await plant({ eventType: 'delete' });
    await happen({ eventId: 'upload' });
    expect(await sendTest({})).toMatchObject({
      source: 'sample',
      source_event_id: null,
      event_type: 'delete',
    });
  });

  it('is found by the filter of lists and bulk actions, and left out by it', async () => {
    await plant();
    const sent = await sendTest({ payload: {} });
    await resolve(sent);
    const listed = async (query: string) =>
      ((await api.call(`GET /deliveries?${query}`)).json as { deliveries: { id: string }[] }).deliveries;
    expect((await listed('test=true')).map(({ id }) => id)).toEqual([sent.delivery_id]);
    expect(await listed('test=false')).toEqual([]);
    const meant = async (test: boolean) =>
      (await api.call('POST /bulk_actions/preview', { json: { action: 'cancel', filter: { test } } })).json;
    expect([await meant(true), await meant(false)]).toMatchObject([{ count: 1 }, { count: 0 }]);
  });

  it('records who asked for it', async () => {
    await plant({ uri: 'https://hooks.example.com/cld?token=s3cret' });
    const sent = await sendTest({ payload: {} });
    const [entry] = await api.stores.auditLog.list(
      { environmentId: ENVIRONMENT.id },
      { action: 'trigger.send_test', limit: 1 },
    );
    expect(entry).toMatchObject({
      subjectId: 'trg1',
      before: undefined,
      after: { uri: 'https://hooks.example.com/cld?token=***', ...sent },
      by: { kind: 'access_key' },
    });
  });

  it.each([
    ['both', { event_id: 'evt1', payload: {} }, 400, 'payload: got {}, expected none beside event_id'],
    ['a payload that is a list', { payload: [] }, 400, 'payload: got []'],
    ['an unknown field', { sample_data: {} }, 400, 'sample_data'],
    ['an event that is not there', { event_id: 'nobody' }, 404, 'nobody'],
    ['an event of another type', { event_id: 'deleted' }, 400, 'expected one of the type upload'],
  ])('refuses %s, and sends and records nothing', async (_what, json, status, words) => {
    await plant();
    await happen({ eventId: 'deleted', eventType: 'delete' });
    const answer = await ask(json);
    expect([answer.status, answer.message]).toEqual([status, expect.stringContaining(words)]);
    expect((await unstarted()).map(({ eventId }) => eventId)).toEqual(['deleted']);
    expect(
      await api.stores.auditLog.list(
        { environmentId: ENVIRONMENT.id },
        { action: 'trigger.send_test', limit: 1 },
      ),
    ).toEqual([]);
  });

  it('refuses a trigger of another product environment', async () => {
    const other = await api.stores.environments.create({ cloudName: 'globex' }, BY);
    await plant({ id: 'theirs', environmentId: other.environmentId });
    expect((await ask({}, 'theirs')).status).toBe(404);
  });

  it('refuses the eleventh within a minute, and says when the next one is possible', async () => {
    await plant();
    for (let sent = 0; sent < 10; sent++) await sendTest({ payload: {} });
    const { status, code, headers, message } = await ask({ payload: {} });
    expect([status, code]).toEqual([420, 'rate_limited']);
    expect(message).toMatch(/^requests: got more than 10 test notifications within a minute in acme-media/);
    const seconds = Number(headers.get('Retry-After'));
    expect(seconds > 0 && seconds <= 60).toBe(true);
    expect(await unstarted()).toHaveLength(10);
  });

  it('counts what was refused for its content in no minute', async () => {
    await plant();
    for (let refused = 0; refused < 11; refused++) expect((await ask({ payload: 1 })).status).toBe(400);
    await sendTest();
  });
});
