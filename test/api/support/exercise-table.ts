import { createHash } from 'node:crypto';
import type { Delivery } from '../../../src/domain/deliveries/delivery';
import { UnavailableError } from '../../../src/domain/errors';
import { previewToken } from '../../../src/api/bulk-actions/preview-token';
import { aBulkAction } from '../../support/builders/a-bulk-action';
import { aDelivery } from '../../support/builders/a-delivery';
import { aTrigger } from '../../support/builders/a-trigger';
import { anAttempt, TIMED_OUT, refused } from '../../support/builders/an-attempt';
import { anAuditEntry, BY } from '../../support/builders/an-audit-entry';
import { ENVIRONMENT, anEnvironment, OTHER_ENVIRONMENT } from '../../support/builders/an-environment';
import { anEvent, anEventRecord } from '../../support/builders/an-event';
import { aStoredOperation } from '../../support/builders/an-operation';
import { anAccessKey, API_KEY, API_SECRET } from '../../support/builders/an-access-key';
import type { Exercise } from './exercises';
import type { StoredApi } from '../../support/services/stored-api';
import { NOW } from '../../support/builders/a-clock';

const uri = 'https://hooks.example.com/other';
const event = { event_type: 'upload', payload: { public_id: 'cat' }, event_id: 'evt1' };
const call = { method: 'upload', operation_id: 'op1', request: { eager: ['c_pad'], eager_async: true } };

const EARLIER = '2026-03-14T09:00:00.000Z';

const id = (value: string) => ({ path: { id: value } });
const trigger = { ...id('t1'), arrange: withTrigger };
const delivery = (about: Partial<Delivery> = {}) => ({
  ...id('dlv1'),
  arrange: (api: StoredApi) => api.plant({ deliveries: [aDelivery({ attemptCount: 1, ...about })] }),
});
const whenTemporalIsAway = {
  ...id('dlv1'),
  status: 503,
  arrange: async (api: StoredApi) => {
    await api.plant({ deliveries: [aDelivery()] });
    api.world.temporalFault = new UnavailableError('Temporal does not answer: try again');
  },
};
const waitingToBeReaddressed = {
  ...id('dlv1'),
  arrange: (api: StoredApi) =>
    api.plant({
      deliveries: [aDelivery({ attemptCount: 1, nextAttemptAt: '2030-01-01T00:00:00.000Z' })],
      triggers: [aTrigger({ uri })],
      events: [anEvent()],
    }),
};
const operation = { ...id('op1'), arrange: withOperation };
const answered = {
  ...id('op1'),
  arrange: (api: StoredApi) => {
    const response = { outcome: 'succeeded', body: { public_id: 'cat' } } as const;
    return api.plant({ operations: [aStoredOperation({ response })] });
  },
};
/** Beside the one that calls. */
const subAccount = { path: { sub_account_id: OTHER_ENVIRONMENT.id }, arrange: withSubAccount };
const THEIR_KEY = anAccessKey({ apiKey: '2', environmentId: OTHER_ENVIRONMENT.id });
const accessKey = { ...subAccount, path: { ...subAccount.path, api_key: THEIR_KEY.apiKey } };

const BULK_REQUEST = { kind: 'retry', filter: { ids: ['dlv1', 'dlv2'] }, force: false } as const;
const BULK = {
  action: 'retry',
  filter: BULK_REQUEST.filter,
  token: previewToken({ ...BULK_REQUEST, environmentId: ENVIRONMENT.id, asOf: NOW }),
};

const FROM_CONSOLE = { 'X-Requested-By': 'console', 'Sec-Fetch-Site': 'same-origin' };
const TOKEN = 'a'.repeat(43);
const SESSION_COOKIE = `__Host-webhooks=${TOKEN}`;
const CREDENTIALS = { cloud_name: ENVIRONMENT.cloudName, api_key: API_KEY, api_secret: API_SECRET };
const inSession = { headers: { ...FROM_CONSOLE, Cookie: SESSION_COOKIE }, arrange: withSession };

/** By operation: first a request that succeeds, then those for the statuses that do not follow from it. */
export const EXERCISES: Readonly<Record<string, readonly Exercise[]>> = {
  listTriggers: [{ status: 200, query: 'event_type=upload', arrange: withTrigger }],
  createTrigger: [
    {
      status: 201,
      json: { uri, event_type: 'all', filter: { '==': [1, 1] }, payload_template: { a: '{{raw.b}}' } },
    },
    { status: 409, json: { uri: aTrigger().uri, event_type: 'upload' }, arrange: withTrigger },
  ],
  showTrigger: [{ status: 200, ...trigger }],
  updateTrigger: [
    { status: 200, ...trigger, json: { new_uri: uri, filter: {}, payload_template: '' } },
    { status: 409, ...id('t2'), arrange: withTrigger, json: { uri: aTrigger().uri } },
  ],
  deleteTrigger: [{ status: 200, ...trigger, json: {} }],
  testTrigger: [{ status: 200, ...trigger, json: { sample_data: {} } }],
  sendTest: [
    { status: 202, ...trigger, json: { payload: { public_id: 'cat' } } },
    { status: 202, ...trigger },
  ],
  traceFilterOnEvent: [
    {
      status: 200,
      json: { filter: { some: [{ var: 'tags' }, { '==': [{ var: '' }, 'hero'] }] }, event_id: 'evt1' },
      arrange: (api) => api.plant({ events: [anEvent({ payload: { tags: ['hero'] } })] }),
    },
    { status: 200, json: { filter: { log: 1 }, payload: {} } },
    { status: 200, json: { filter: {}, payload: { bytes: 1 } } },
    { status: 200, json: { filter: { missing_some: [1, null] }, payload: {} } },
  ],
  matchFilterOnEvents: [
    {
      status: 200,
      json: { filter: { '==': [{ var: 'public_id' }, 'cat'] }, event_type: 'all', sample_size: 3 },
      arrange: withEvents,
    },
  ],
  previewPayloadTemplate: [
    {
      status: 200,
      json: { payload_template: { id: '{{asset.public_id}}' }, event_id: 'evt1' },
      arrange: withEvents,
    },
    { status: 200, json: { payload_template: { id: '{{nobody}}' }, event_type: 'upload', payload: {} } },
  ],
  listNotificationUrls: [{ status: 200, arrange: withUrls }],
  addNotificationUrl: [
    { status: 201, json: { uri, event_types: ['upload', 'delete'] } },
    { status: 200, query: 'dry_run=true', json: { uri } },
    { status: 409, json: { uri: aTrigger().uri, event_types: ['upload'] }, arrange: withTrigger },
  ],
  changeNotificationUrl: [
    {
      status: 200,
      arrange: withTrigger,
      json: { uri: aTrigger().uri, new_uri: uri, event_types: ['all'], expected_event_types: ['upload'] },
    },
    { status: 404, json: { uri: 'https://nobody.example.com/', event_types: ['all'] } },
    {
      status: 409,
      arrange: withTrigger,
      json: { uri: aTrigger().uri, event_types: ['all'], expected_event_types: ['delete'] },
    },
  ],
  deleteNotificationUrl: [
    { status: 200, json: { uri: aTrigger().uri }, arrange: withTrigger },
    { status: 404, json: { uri: 'https://nobody.example.com/' } },
  ],
  showFailureNotifications: [{ status: 200, arrange: withTroubledHost }],
  nameFailureUrl: [{ status: 200, json: { uri } }],
  removeFailureUrl: [{ status: 200, arrange: withTroubledHost }, { status: 404 }],
  showSigningKey: [{ status: 200, arrange: withDedicatedKey }],
  dedicateSigningKey: [{ status: 200, json: { api_key: null }, arrange: withDedicatedKey }],
  rotateWebhookKeys: [{ status: 201, json: {} }],
  checkSignature: [
    {
      status: 200,
      json: { body_base64: 'e30=', timestamp: '1773480413', signature: 'x' },
    },
    { status: 200, json: { body_base64: '', timestamp: '1', signature_v2: 'x' } },
  ],
  showLimits: [{ status: 200, arrange: withTrigger }],
  listEventTypes: [{ status: 200 }],
  listEvents: [
    {
      status: 200,
      arrange: withEvents,
      query: 'max_results=1&from=2026-01-01T00:00:00Z&event_type=upload&public_id=cat&outcome=waiting',
    },
  ],
  publishEvent: [
    { status: 202, json: event },
    { status: 200, json: event, arrange: (api) => api.call('POST /events', { json: event }) },
    {
      status: 409,
      json: { ...event, payload: {} },
      arrange: (api) => api.call('POST /events', { json: event }),
    },
  ],
  publishEvents: [{ status: 200, json: { events: [event, { ...event, event_id: 'evt2' }] } }],
  showEvent: [{ status: 200, ...id('evt1'), arrange: withEvents }],
  explainEvent: [
    { status: 200, ...id('evt1'), arrange: withEvents },
    { status: 200, ...id('evt2'), query: 'triggers=now', arrange: withEventsAndTriggers },
  ],
  explainUnpublished: [{ status: 200, json: event, arrange: withTrigger }],
  search: [
    { status: 200, query: 'q=blue-kettle', arrange: withEvents },
    { status: 200, query: 'q=trg1', arrange: withTrigger },
  ],
  listDeliveries: [{ status: 200, query: 'max_results=1&status=pending', arrange: withDeliveries }],
  showDelivery: [{ status: 200, ...id('dlv1'), arrange: withDeliveries }],
  summariseDeliveries: [{ status: 200, query: 'phase=waiting', arrange: withDeliveries }],
  retryDelivery: [
    { status: 200, ...delivery(), json: { force: false } },
    {
      status: 202,
      ...id('dlv1'),
      arrange: async (api) => {
        await api.plant({ deliveries: [aDelivery({ status: 'failed' })] });
        api.world.retryAnswer = 'new_run';
      },
    },
    { status: 200, ...waitingToBeReaddressed, json: { to: 'trigger' } },
    { status: 409, ...delivery({ status: 'delivered' }) },
    { status: 409, ...delivery({ status: 'failed', triggerIds: [] }), json: { to: 'trigger' } },
    whenTemporalIsAway,
  ],
  cancelDelivery: [
    { status: 200, ...delivery() },
    { status: 409, ...delivery({ status: 'failed' }) },
    whenTemporalIsAway,
  ],
  showBacklog: [{ status: 200, arrange: (api) => api.plant({ events: [anEvent()] }) }],
  listDestinationHosts: [{ status: 200, query: 'state=failing' }],
  showStatistics: [{ status: 200, query: 'bucket=1h&group_by=destination_host&event_type=upload' }],
  showTroubleshooting: [{ status: 200, arrange: withFindings }],
  claimMessages: [
    {
      status: 200,
      query: 'channel=orders/eu&wait_seconds=0',
      arrange: async (api) => {
        await api.stores.signingKeys.rotate(ENVIRONMENT.id, EARLIER, BY);
        await api.plant({ deliveries: [aDelivery({ uri: 'poll://orders/eu', createdAt: EARLIER })] });
      },
    },
  ],
  acknowledgeMessages: [{ status: 200, json: { receipt_handles: ['rh_c1_dlv1'] } }],
  listBulkActions: [{ status: 200, query: 'max_results=1', arrange: withBulkActions }],
  previewBulkAction: [
    {
      status: 200,
      json: { action: 'retry', filter: { destination_host: 'hooks.example.com', http_status: 503 } },
      arrange: withDeliveries,
    },
  ],
  createBulkAction: [
    { status: 202, json: { ...BULK, expected_count: 2 }, arrange: withFailedDeliveries },
    { status: 409, json: { ...BULK, expected_count: 3 }, arrange: withFailedDeliveries },
  ],
  showBulkAction: [{ status: 200, ...id('bulk1'), arrange: withBulkActions }],
  cancelBulkAction: [
    { status: 200, ...id('bulk1'), arrange: withBulkActions },
    { status: 409, ...id('bulk2'), arrange: withBulkActions },
  ],
  announceOperation: [
    { status: 201, json: call },
    { status: 200, json: call, arrange: (api) => api.call('POST /operations', { json: call }) },
    {
      status: 409,
      json: { ...call, method: 'explicit' },
      arrange: (api) => api.call('POST /operations', { json: call }),
    },
  ],
  showOperation: [{ status: 200, ...operation, arrange: withReport }],
  showResponse: [
    { status: 202, ...operation, query: 'wait_seconds=0' },
    { status: 200, ...answered },
    { status: 304, ...answered, headers: { 'If-None-Match': '*' } },
  ],
  reportUploaded: [
    { status: 200, ...operation, json: { payload: { public_id: 'cat' } } },
    {
      status: 409,
      ...contradicted('uploaded', { payload: { public_id: 'cat' } }),
      json: { payload: { public_id: 'dog' } },
    },
  ],
  reportEagerCompleted: [
    {
      status: 200,
      ...operation,
      json: {
        eager: [
          { transformation: 'c_pad', secure_url: uri },
          { transformation: 'c_fit', status: 'failed', reason: 'too large' },
        ],
      },
    },
    {
      status: 409,
      ...contradicted('eager_completed', { eager: [{ transformation: 'c_pad' }] }),
      json: { eager: [{ transformation: 'c_pad', bytes: 2 }] },
    },
  ],
  reportFailed: [
    { status: 200, ...operation, json: { error: { message: 'gone' } } },
    {
      status: 409,
      ...contradicted('failed', { error: { message: 'gone' } }),
      json: { error: { message: 'lost' } },
    },
  ],
  listSubAccounts: [{ status: 200, query: 'enabled=true&prefix=A', arrange: withSubAccount }],
  createSubAccount: [
    { status: 200, json: { name: 'Globex', cloud_name: 'globex', custom_attributes: { tier: 1 } } },
    { status: 404, json: { name: 'Globex', base_sub_account_id: 'nobodys' } },
    { status: 409, json: { name: 'Acme', cloud_name: ENVIRONMENT.cloudName } },
  ],
  showSubAccount: [{ status: 200, ...subAccount }],
  updateSubAccount: [{ status: 200, ...subAccount, json: { name: 'Änderung', enabled: false } }],
  deleteSubAccount: [
    { status: 200, ...subAccount, query: 'force=false' },
    { status: 409, ...subAccount, arrange: underWay, json: { force: false } },
  ],
  listAccessKeys: [{ status: 200, ...subAccount, query: 'page=1&page_size=10&sort_by=name&sort_order=asc' }],
  createAccessKey: [
    { status: 200, ...subAccount, json: { name: 'second' } },
    { status: 409, ...subAccount, json: { name: THEIR_KEY.name } },
  ],
  deleteAccessKeyByName: [{ status: 200, ...subAccount, query: `name=${THEIR_KEY.name}` }],
  updateAccessKey: [
    { status: 200, ...accessKey, json: { dedicated_for: 'webhooks' } },
    { status: 409, ...accessKey, json: { name: 'taken' } },
  ],
  deleteAccessKey: [{ status: 200, ...accessKey }],
  listAuditLog: [
    { status: 200, query: 'action=trigger.update&max_results=1', arrange: withAuditLog },
    { status: 200, query: `subject_id=t1&actor_id=${API_KEY}`, arrange: withAuditLog },
  ],
  listAccountAuditLog: [{ status: 200, query: 'to=2030-01-01T00:00:00Z', arrange: withAuditLog }],
  signIn: [
    { status: 201, headers: FROM_CONSOLE, json: { ...CREDENTIALS, self_declared_name: 'Ada' } },
    { status: 401, headers: FROM_CONSOLE, json: { ...CREDENTIALS, api_secret: 'wrong' } },
    { status: 429, headers: FROM_CONSOLE, json: { ...CREDENTIALS, api_secret: 'wrong' }, attempts: 6 },
  ],
  showSession: [
    { status: 200, ...inSession },
    { status: 401, headers: FROM_CONSOLE },
    { status: 403, headers: { Cookie: SESSION_COOKIE } },
  ],
  signOut: [
    { status: 200, ...inSession },
    { status: 401, headers: FROM_CONSOLE },
    {
      status: 420,
      ...inSession,
      attempts: 20,
      arrange: async (api) => {
        await api.restart({ sessionRequestsPerSecond: 1 }, ({ consoleSessions }) => ({
          consoleSessions: { ...consoleSessions, end: async () => undefined },
        }));
        await withSession(api);
      },
    },
  ],
  listWebhookKeys: [{ status: 200 }, { status: 404, path: { cloud_name: 'nobodys' } }],
  showLiveness: [{ status: 200 }],
  showReadiness: [
    { status: 200 },
    {
      status: 503,
      arrange: async (api) => {
        api.world.healthAnswer = { database: { fault: 'down' }, temporal: 'ok' };
      },
    },
  ],
  showOpenApi: [{ status: 200 }],
};

async function withTroubledHost(api: StoredApi): Promise<void> {
  const trouble = {
    host: 'hooks.example.com',
    failingSince: '2026-03-14T09:00:00.000Z',
    failedDeliveries: 3,
    lastError: { code: 'timeout', httpStatus: undefined, message: 'no complete answer within 20 s' },
    lastFailedAt: '2026-03-14T09:18:00.000Z',
    lastDeliveryId: 'dlv1',
    toldAt: '2026-03-14T09:18:00.000Z',
    isTold: true,
    recoveredAt: undefined,
  } as const;
  await api.stores.failureNotifications.name(ENVIRONMENT.id, uri, { at: EARLIER, by: BY });
  await api.plant({ troubles: [trouble] });
}

function withTrigger(api: StoredApi): Promise<void> {
  const filter = { '==': [{ var: 'format' }, 'jpg'] };
  return api.plant({
    triggers: [
      aTrigger({ id: 't1', filter, payloadTemplate: { a: '{{raw.b}}' } }),
      aTrigger({ id: 't2', uri: 'https://hooks.example.com/second' }),
    ],
  });
}

async function withUrls(api: StoredApi): Promise<void> {
  await withTrigger(api);
  await api.plant({
    deliveries: [aDelivery({ uri: aTrigger().uri, status: 'failed', lastErrorCode: 'timeout' })],
    events: [anEvent({ eventId: 'evt2', eventType: 'delete' })],
  });
}

function withFindings(api: StoredApi): Promise<void> {
  const failed = { uri, status: 'failed', createdAt: EARLIER } as const;
  return api.plant({
    deliveries: [
      aDelivery({ ...failed, templateFallback: 'the body has 300000 bytes' }),
      aDelivery({ ...failed, id: 'dlv2' }),
    ],
    attempts: [
      anAttempt({ startedAt: EARLIER, outcome: refused(401) }),
      anAttempt({ deliveryId: 'dlv2', startedAt: EARLIER, outcome: TIMED_OUT }),
    ],
  });
}

function withEvents(api: StoredApi): Promise<void> {
  const verdicts = [
    { triggerId: 'a', verdict: 'matched', deliveryId: 'dlv1' },
    { triggerId: 'b', verdict: 'filter_error', reason: 'more than 10000 steps' },
  ] as const;
  const request = {
    notification_url: uri,
    eager_async: true,
    upload_preset: { eager_notification_url: uri },
  };
  return api.plant({
    events: [
      anEventRecord({ event: anEvent({ request }), verdicts, resolvedAt: '2026-03-14T09:26:55.000Z' }),
      anEvent({ eventId: 'evt2' }),
    ],
    deliveries: [aDelivery()],
  });
}

async function withEventsAndTriggers(api: StoredApi): Promise<void> {
  await withEvents(api);
  await withTrigger(api);
}

function withDeliveries(api: StoredApi): Promise<void> {
  return api.plant({
    deliveries: [aDelivery({ attemptCount: 2, lastErrorCode: 'timeout' }), aDelivery({ id: 'dlv2' })],
    attempts: [anAttempt({ outcome: refused() }), anAttempt({ attemptNumber: 2, outcome: TIMED_OUT })],
  });
}

function withFailedDeliveries(api: StoredApi): Promise<void> {
  const deliveries = ['dlv1', 'dlv2'].map((each) =>
    aDelivery({ id: each, status: 'failed', createdAt: EARLIER, updatedAt: EARLIER }),
  );
  return api.plant({ deliveries });
}

function withBulkActions(api: StoredApi): Promise<void> {
  return api.plant({
    bulkActions: [
      aBulkAction({ outcomes: { done: 2, had_ended: 1, failed: 1 }, lastFailure: 'dlv9: too long' }),
      aBulkAction({ id: 'bulk2', endedAt: '2026-03-14T09:27:00.000Z', endedAs: 'completed' }),
    ],
  });
}

function withOperation(api: StoredApi): Promise<void> {
  const request = { eager: ['c_pad', 'c_fit'], eager_async: true, upload_preset: { eager: 'w_7' } };
  return api.plant({ operations: [aStoredOperation({ request })] });
}

async function withReport(api: StoredApi): Promise<void> {
  await withOperation(api);
  const receivedAt = '2026-03-14T09:31:00.000Z';
  await api.plant({ reports: [{ report: { kind: 'timed_out' }, receivedAt, appliedAt: undefined }] });
}

function withAuditLog(api: StoredApi): Promise<void> {
  const nobody = { environmentId: undefined, before: undefined, after: undefined };
  return api.plant({
    auditEntries: [
      anAuditEntry(),
      anAuditEntry({ id: 'entry-2' }),
      anAuditEntry({ ...nobody, id: 'entry-3', by: BY }),
    ],
  });
}

/** An operation of which something else was reported before. */
function contradicted(kind: string, json: object) {
  return {
    ...id('op1'),
    async arrange(api: StoredApi): Promise<void> {
      await withOperation(api);
      await api.call(`POST /operations/op1/${kind}`, { json });
    },
  };
}

function withDedicatedKey(api: StoredApi): Promise<void> {
  const dedicated = { name: 'dedicated', dedicatedForWebhooks: true, enabled: false };
  return api.plant({ accessKeys: [anAccessKey({ apiKey: '2', ...dedicated })] });
}

function withSubAccount(api: StoredApi): Promise<void> {
  return api.plant({
    environments: [anEnvironment(OTHER_ENVIRONMENT)],
    accessKeys: [
      { ...THEIR_KEY, dedicatedForWebhooks: true, enabled: false },
      { ...THEIR_KEY, apiKey: '3', name: 'taken' },
    ],
  });
}

async function underWay(api: StoredApi): Promise<void> {
  await withSubAccount(api);
  await api.plant({ deliveries: [aDelivery({ environmentId: OTHER_ENVIRONMENT.id })] });
}

async function withSession(api: StoredApi): Promise<void> {
  await api.db('console_sessions').insert({
    id: 'session-1',
    token_hash: createHash('sha256').update(TOKEN).digest('hex'),
    api_key: API_KEY,
    created_at: NOW,
    last_seen_at: NOW,
    expires_at: '2030-01-01T00:00:00.000Z',
    user_agent: 'a browser',
    self_declared_name: 'Ada',
  });
}
