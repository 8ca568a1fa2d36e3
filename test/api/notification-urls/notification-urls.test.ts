import type { Trigger } from '../../../src/domain/triggers/trigger';
import { NO_COUNTS } from '../../../src/domain/statistics/statistics';
import { countsToRow } from '../../../src/store/statistics/counts';
import { databases } from '../../support/databases/databases';
import { aTrigger } from '../../support/builders/a-trigger';
import { anEvent } from '../../support/builders/an-event';
import { ENVIRONMENT } from '../../support/builders/an-environment';
import { useStoredApi } from '../../support/services/stored-api';
import { NOW } from '../../support/builders/a-clock';
import { BY } from '../../support/builders/an-audit-entry';

/** Where nothing happened. */
const NO_ROW = countsToRow({ ...NO_COUNTS, errors: {} });

const A = 'https://a.example.com/';
const B = 'https://b.example.com/';

describe.each(databases)('notification URLs on $name', ({ open }) => {
  const api = useStoredApi({ open });

  const send = (line: string, json?: object) => api.call(line, { ...(json && { json }) });
  const stored = async () => (await api.triggers()).map(({ eventType, uri }) => `${eventType} ${uri}`).sort();
  const insert = (about: Partial<Trigger>) =>
    api.stores.triggers.insert(aTrigger({ uri: A, ...about }), {
      limits: { maxNotificationUrls: 9, maxTriggers: 99 },
      by: BY,
    });
  const audited = async () =>
    (await api.auditEntries())
      .map(({ action }) => action)
      .filter((action) => action.startsWith('trigger.'))
      .sort();

  it('are listed with their triggers, how many there may be, and what nobody receives', async () => {
    await insert({ id: 'a', eventType: 'upload', additive: true });
    await insert({ id: 'b', eventType: 'delete' });
    await api.stores.events.insert(anEvent({ eventType: 'eager', receivedAt: NOW }), 'h');
    const { status, json } = await send('GET /notification_urls');
    expect([status, json]).toEqual([
      200,
      {
        used: 1,
        limit: 2,
        unserved_event_types: ['eager'],
        notification_urls: [
          {
            uri: A,
            event_types: ['delete', 'upload'],
            additive: 'some',
            triggers: [expect.objectContaining({ id: 'b' }), expect.objectContaining({ id: 'a' })],
            last_24h: { delivered: 0, failed: 0, waiting: 0, last_error_code: null, hours: [] },
          },
        ],
      },
    ]);
  });

  it('say what became of the attempts of this hour and of the 23 before', async () => {
    await insert({ id: 'a', eventType: 'upload' });
    const hourSeconds = Math.floor(Date.parse(NOW) / 3_600_000) * 3_600;
    const row = { environment_id: ENVIRONMENT.id, uri: A, event_type: 'upload', destination_host: 'a' };
    const count = (span_seconds: number, at_seconds: number, delivered: number, rejected: number) =>
      api.db('url_statistics').insert({
        ...NO_ROW,
        ...row,
        span_seconds,
        at_seconds,
        delivered,
        rejected,
      });
    await count(3_600, hourSeconds - 24 * 3_600, 9, 0);
    await count(3_600, hourSeconds - 23 * 3_600, 2, 1);
    await count(60, hourSeconds, 1, 0);
    const { json } = await send('GET /notification_urls');
    const at = (seconds: number) => new Date(seconds * 1000).toISOString();
    expect(json).toMatchObject({
      notification_urls: [
        {
          last_24h: {
            hours: [
              { at: at(hourSeconds - 23 * 3_600), delivered: 2, failed_attempts: 1 },
              { at: at(hourSeconds), delivered: 1, failed_attempts: 0 },
            ],
          },
        },
      ],
    });
  });

  it('are added for all types by default, in normal form, each with an entry of the audit log', async () => {
    const { status, json } = await send('POST /notification_urls', { uri: 'HTTPS://A.example.com' });
    expect([status, json]).toEqual([
      201,
      expect.objectContaining({
        uri: A,
        event_types: ['all'],
        additive: 'none',
        changes: { created: ['all'], deleted: [], moved: 0 },
      }),
    ]);
    expect((await send('POST /notification_urls', { uri: A, event_types: ['eager', 'upload'] })).status).toBe(
      201,
    );
    expect(await stored()).toEqual([`all ${A}`, `eager ${A}`, `upload ${A}`]);
    expect(await audited()).toEqual(Array(3).fill('trigger.create'));
  });

  it('are changed as a whole, or not at all: what is there already, is beyond the limit or was changed, refuses all', async () => {
    await insert({ id: 'a', eventType: 'upload' });
    await insert({ id: 'b', uri: B, eventType: 'upload' });
    const refusals = [
      await send('POST /notification_urls', { uri: A, event_types: ['eager', 'upload'] }),
      await send('POST /notification_urls', { uri: 'https://c.example.com/' }),
      await send('PUT /notification_urls', { uri: A, new_uri: B }),
      await send('PUT /notification_urls', { uri: A, event_types: ['eager'], expected_event_types: ['all'] }),
      await send('PUT /notification_urls', { uri: 'https://c.example.com/', event_types: ['all'] }),
      await send('DELETE /notification_urls', { uri: 'https://c.example.com/' }),
    ];
    expect(refusals.map(({ status, code }) => `${status} ${code}`)).toEqual([
      '409 already_exists',
      '400 limit_reached',
      '409 already_exists',
      '409 conflict',
      '404 not_found',
      '404 not_found',
    ]);
    expect(await stored()).toEqual([`upload ${A}`, `upload ${B}`]);
    expect(await audited()).toEqual(['trigger.create', 'trigger.create']);
  });

  it('say in a dry run what a change would be, as the change says it, and stay as they are', async () => {
    await insert({ id: 'a', eventType: 'upload', filter: { '==': [1, 1] }, payloadTemplate: { a: 'b' } });
    await insert({ id: 'b', eventType: 'eager' });
    const body = { uri: A, new_uri: B, event_types: ['eager', 'delete'] };
    const dry = await send('PUT /notification_urls?dry_run=true', body);
    expect(dry.json).toMatchObject({
      uri: B,
      event_types: ['delete', 'eager'],
      changes: {
        created: ['delete'],
        deleted: [
          {
            id: 'a',
            event_type: 'upload',
            has_filter: true,
            has_payload_template: true,
            auth_scheme: 'default',
            additive: false,
          },
        ],
        moved: 1,
      },
    });
    expect(await stored()).toEqual([`eager ${A}`, `upload ${A}`]);
    const { status, json } = await send('PUT /notification_urls', body);
    expect([status, (json as { changes: unknown }).changes]).toEqual([
      200,
      (dry.json as { changes: unknown }).changes,
    ]);
    expect(await stored()).toEqual([`delete ${B}`, `eager ${B}`]);
    expect(await audited()).toEqual([
      'trigger.create',
      'trigger.create',
      'trigger.create',
      'trigger.delete',
      'trigger.update',
    ]);
  });

  it('are judged by a dry run of a new one', async () => {
    expect(
      (await send('POST /notification_urls?dry_run=true', { uri: 'https://A.example.com' })).json,
    ).toMatchObject({
      uri: A,
    });
    const refused = await send('POST /notification_urls?dry_run=true', { uri: 'http://10.0.0.1/' });
    expect([refused.status, refused.code]).toEqual([400, 'destination_not_allowed']);
    expect(await stored()).toEqual([]);
  });

  it('are deleted with every trigger, in any spelling', async () => {
    await insert({ id: 'a', eventType: 'upload' });
    await insert({ id: 'b', eventType: 'eager' });
    await insert({ id: 'c', uri: B, eventType: 'eager' });
    const { status, json } = await send('DELETE /notification_urls', { uri: 'https://A.EXAMPLE.com:443' });
    expect([status, json]).toEqual([200, { message: 'ok', deleted: 2 }]);
    expect(await stored()).toEqual([`eager ${B}`]);
  });
});

describe('a faulty body', () => {
  const api = useStoredApi();

  it.each([
    ['POST', {}, 'uri: got nothing, expected an http or https URL'],
    ['POST', { uri: A, event_types: [] }, 'event_types: got [], expected a list of one or more event types'],
    ['POST', { uri: A, event_types: ['nothing'] }, 'event_types.0: got "nothing", expected all, or one of'],
    ['POST', { uri: A, additive: true }, 'unknown field additive: got true'],
    ['PUT', { uri: A }, 'expected new_uri, event_types or both'],
    ['PUT', { uri: 'x', event_types: ['all'] }, 'uri "x" does not begin with http:// or https://'],
    ['DELETE', {}, 'uri: got nothing, expected the URL of one or more triggers, in any spelling'],
  ])('of %s %j is refused by field, value and expectation', async (method, json, words) => {
    const answer = await api.call(`${method} /notification_urls`, { json });
    expect([answer.status, answer.message]).toEqual([400, expect.stringContaining(words)]);
  });
});
