import { UnavailableError } from '../../../src/domain/errors';
import { previewToken } from '../../../src/api/bulk-actions/preview-token';
import { aBulkAction } from '../../support/builders/a-bulk-action';
import { aDelivery } from '../../support/builders/a-delivery';
import { aTrigger } from '../../support/builders/a-trigger';
import { anAttempt } from '../../support/builders/an-attempt';
import { anAuditEntry } from '../../support/builders/an-audit-entry';
import { ENVIRONMENT } from '../../support/builders/an-environment';
import { anEvent, anEventRecord } from '../../support/builders/an-event';
import { aStoredOperation } from '../../support/builders/an-operation';
import { anAccessKey } from '../../support/builders/an-access-key';
import { anEnvironment } from '../../support/builders/an-environment';
import type { Exercise } from './exercises';
import { API_KEY, API_SECRET, type World } from '../../support/services/world';

const uri = 'https://hooks.example.com/other';
const event = { event_type: 'upload', payload: { public_id: 'cat' }, event_id: 'evt1' };
const call = { method: 'upload', operation_id: 'op1', request: { eager: ['c_pad'], eager_async: true } };

const id = (value: string) => ({ path: { id: value } });
const trigger = { ...id('t1'), arrange: withTrigger };
const delivery = (about: Parameters<typeof aDelivery>[0] = {}) => ({
  ...id('dlv1'),
  arrange: (world: World) => (world.deliveries = [aDelivery({ attemptCount: 1, ...about })]),
});
const whenTemporalIsAway = {
  ...id('dlv1'),
  status: 503,
  arrange: (world: World) => {
    world.deliveries = [aDelivery()];
    world.temporalFault = new UnavailableError('Temporal does not answer: try again');
  },
};
const waitingToBeReaddressed = {
  ...id('dlv1'),
  arrange: (world: World) => {
    world.deliveries = [aDelivery({ attemptCount: 1, nextAttemptAt: '2030-01-01T00:00:00.000Z' })];
    world.triggers = [aTrigger({ uri })];
    world.events = [anEventRecord()];
  },
};
const operation = { ...id('op1'), arrange: withOperation };
const answered = {
  ...id('op1'),
  arrange: (world: World) => {
    const response = { outcome: 'succeeded', body: { public_id: 'cat' } } as const;
    world.operations.stored = [aStoredOperation({ response })];
  },
};
const subAccount = { path: { sub_account_id: ENVIRONMENT.id }, arrange: withSubAccount };
const accessKey = { ...subAccount, path: { ...subAccount.path, api_key: anAccessKey().apiKey } };

const BULK_REQUEST = { kind: 'retry', filter: { ids: ['dlv1', 'dlv2'] }, force: false } as const;
const BULK = {
  action: 'retry',
  filter: BULK_REQUEST.filter,
  token: previewToken({ ...BULK_REQUEST, environmentId: ENVIRONMENT.id, asOf: '2026-03-14T09:26:53.000Z' }),
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
      arrange: (world) =>
        (world.events = [anEventRecord({ event: anEvent({ payload: { tags: ['hero'] } }) })]),
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
  showSigningKey: [{ status: 200, arrange: withSubAccount }],
  dedicateSigningKey: [{ status: 200, json: { api_key: null }, arrange: withSubAccount }],
  rotateWebhookKeys: [{ status: 201, json: {} }],
  checkSignature: [
    {
      status: 200,
      json: { body_base64: 'e30=', timestamp: '1773480413', signature: 'x' },
      arrange: withSubAccount,
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
    { status: 200, json: event, arrange: (world) => (world.publishAnswer = 'duplicate') },
    { status: 409, json: event, arrange: (world) => (world.publishAnswer = 'conflict') },
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
      arrange: (world) => {
        world.deliveries = [aDelivery({ status: 'failed' })];
        world.retryAnswer = 'new_run';
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
  showBacklog: [{ status: 200, arrange: (world) => (world.events = [anEventRecord()]) }],
  listDestinationHosts: [{ status: 200, query: 'state=failing' }],
  showStatistics: [{ status: 200, query: 'bucket=1h&group_by=destination_host&event_type=upload' }],
  showTroubleshooting: [{ status: 200, arrange: withFindings }],
  claimMessages: [
    {
      status: 200,
      query: 'channel=orders/eu&wait_seconds=0',
      arrange: (world) =>
        (world.messages = [
          {
            delivery: aDelivery({ uri: 'poll://orders/eu' }),
            batchId: 'b1',
            claim: 'c1',
            claims: 1,
            queuedAt: '2026-03-14T09:26:55.000Z',
          },
        ]),
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
    { status: 202, json: { ...BULK, expected_count: 2 }, arrange: withDeliveries },
    { status: 409, json: { ...BULK, expected_count: 3 }, arrange: withDeliveries },
  ],
  showBulkAction: [{ status: 200, ...id('bulk1'), arrange: withBulkActions }],
  cancelBulkAction: [
    { status: 200, ...id('bulk1'), arrange: withBulkActions },
    { status: 409, ...id('bulk2'), arrange: withBulkActions },
  ],
  announceOperation: [
    { status: 201, json: call },
    { status: 200, json: call, arrange: announcedBefore(true) },
    { status: 409, json: call, arrange: announcedBefore(false) },
  ],
  showOperation: [{ status: 200, ...operation }],
  showResponse: [
    { status: 202, ...operation, query: 'wait_seconds=0' },
    { status: 200, ...answered },
    { status: 304, ...answered, headers: { 'If-None-Match': '*' } },
  ],
  reportUploaded: [
    { status: 200, ...operation, json: { payload: { public_id: 'cat' } } },
    { status: 409, ...contradicted('payload'), json: { payload: { public_id: 'dog' } } },
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
    { status: 409, ...contradicted('eager.0'), json: { eager: [{ transformation: 'c_pad', bytes: 2 }] } },
  ],
  reportFailed: [
    { status: 200, ...operation, json: { error: { message: 'gone' } } },
    { status: 409, ...contradicted('error'), json: { error: { message: 'lost' } } },
  ],
  listSubAccounts: [{ status: 200, query: 'enabled=true&prefix=A', arrange: withSubAccount }],
  createSubAccount: [
    { status: 200, json: { name: 'Globex', cloud_name: 'globex', custom_attributes: { tier: 1 } } },
    { status: 404, json: { name: 'Globex', base_sub_account_id: 'nobodys' } },
    { status: 409, json: { name: 'Acme', cloud_name: ENVIRONMENT.cloudName }, arrange: withSubAccount },
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
    { status: 409, ...subAccount, json: { name: anAccessKey().name } },
  ],
  deleteAccessKeyByName: [{ status: 200, ...subAccount, query: `name=${anAccessKey().name}` }],
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
      settings: { sessionRequestsPerSecond: 1 },
      attempts: 20,
      arrange: (world) => {
        withSession(world);
        world.areSessionsEndless = true;
      },
    },
  ],
  listWebhookKeys: [{ status: 200 }, { status: 404, path: { cloud_name: 'nobodys' } }],
  showLiveness: [{ status: 200 }],
  showReadiness: [
    { status: 200 },
    {
      status: 503,
      arrange: (world) => (world.healthAnswer = { database: { fault: 'down' }, temporal: 'ok' }),
    },
  ],
  showOpenApi: [{ status: 200 }],
};

function withTroubledHost(world: World): void {
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
  world.failureNotifications = { uri, hosts: [trouble] };
}

function withTrigger(world: World): void {
  const filter = { '==': [{ var: 'format' }, 'jpg'] };
  world.triggers = [
    aTrigger({ id: 't1', filter, payloadTemplate: { a: '{{raw.b}}' } }),
    aTrigger({ id: 't2', uri: 'https://hooks.example.com/second' }),
  ];
}

function withUrls(world: World): void {
  withTrigger(world);
  world.deliveries = [aDelivery({ uri: aTrigger().uri, status: 'failed', lastErrorCode: 'timeout' })];
  world.events = [anEventRecord({ event: anEvent({ eventType: 'delete' }) })];
}

function withFindings(world: World): void {
  withSubAccount(world);
  const seen = { uri, count: 2, lastAt: '2026-03-14T09:26:56.000Z', lastDeliveryId: 'delivery-1' };
  world.findings = {
    attempts: [
      { ...seen, errorCode: 'http_status', httpStatus: 401, slow: 1 },
      { ...seen, errorCode: 'timeout', httpStatus: undefined, slow: 2 },
    ],
    fallbacks: [{ ...seen, reason: 'the body has 300000 bytes' }],
  };
}

function withEvents(world: World): void {
  const verdicts = [
    { triggerId: 'a', verdict: 'matched', deliveryId: 'dlv1' },
    { triggerId: 'b', verdict: 'filter_error', reason: 'more than 10000 steps' },
  ] as const;
  const request = {
    notification_url: uri,
    eager_async: true,
    upload_preset: { eager_notification_url: uri },
  };
  world.events = [
    anEventRecord({ event: anEvent({ request }), verdicts, resolvedAt: '2026-03-14T09:26:55.000Z' }),
    anEventRecord({ event: anEvent({ eventId: 'evt2' }) }),
  ];
  world.deliveries = [aDelivery()];
}

function withEventsAndTriggers(world: World): void {
  withEvents(world);
  withTrigger(world);
}

function withDeliveries(world: World): void {
  const errorMessage = 'no answer within 20 s';
  world.deliveries = [aDelivery({ lastErrorCode: 'timeout' }), aDelivery({ id: 'dlv2' })];
  world.attempts = [
    anAttempt(),
    anAttempt({ outcome: { kind: 'unreachable', errorCode: 'timeout', errorMessage, durationMs: 20_001 } }),
  ];
}

function withBulkActions(world: World): void {
  world.bulkActions.stored = [
    aBulkAction({ outcomes: { done: 2, had_ended: 1, failed: 1 }, lastFailure: 'dlv9: too long' }),
    aBulkAction({ id: 'bulk2', endedAt: '2026-03-14T09:27:00.000Z', endedAs: 'completed' }),
  ];
}

function withOperation(world: World): void {
  const request = { eager: ['c_pad'], eager_async: true, upload_preset: { eager: 'c_fit' } };
  world.operations.stored = [aStoredOperation({ request })];
  world.operations.reports = [
    {
      report: { kind: 'timed_out' },
      receivedAt: '2026-03-14T09:31:00.000Z',
      appliedAt: undefined,
    },
  ];
  world.operations.reportAnswer = { isDuplicate: true };
}

function withAuditLog(world: World): void {
  const nobody = { environmentId: undefined, before: undefined, after: undefined };
  const by = { kind: 'command_line', id: 'root', requestId: undefined, ip: undefined } as const;
  world.audited = [anAuditEntry(), anAuditEntry({ id: 'entry-2' }), anAuditEntry({ ...nobody, by })];
}

/** What was reported contradicts what is posted. */
function contradicted(field: string) {
  return {
    ...id('op1'),
    arrange(world: World): void {
      withOperation(world);
      world.operations.reportAnswer = { contradictions: [{ field, expected: 'what was reported before' }] };
    },
  };
}

function announcedBefore(isSame: boolean) {
  return (world: World) => (world.operations.earlier = { record: aStoredOperation(), isSame });
}

function withSubAccount({ provisioning }: World): void {
  provisioning.subAccounts = [anEnvironment()];
  provisioning.accessKeys = [
    anAccessKey({ dedicatedForWebhooks: true, enabled: false }),
    anAccessKey({ apiKey: '2', name: 'taken' }),
  ];
}

function underWay(world: World): void {
  withSubAccount(world);
  world.provisioning.isUnderWay = true;
}

function withSession(world: World): void {
  const caller = {
    environmentId: ENVIRONMENT.id,
    cloudName: ENVIRONMENT.cloudName,
    apiKey: API_KEY,
    role: world.role,
  };
  const expiresAt = '2030-01-01T00:00:00.000Z';
  world.sessions.set(TOKEN, { id: 'session-1', caller, expiresAt, selfDeclaredName: 'Ada' });
}
