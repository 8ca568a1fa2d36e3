import { randomBytes, randomUUID } from 'node:crypto';
import { testDeliveryId } from '../../../src/activities/delivery-id';
import type { EnvironmentAuthentication } from '../../../src/api/access/authenticate';
import type { ApiDependencies, ApiSettings } from '../../../src/api/app';
import type { AuditLog } from '../../../src/api/audit-log/routes';
import type { DeliveryControl } from '../../../src/api/deliveries/ports';
import type { EventIntake } from '../../../src/api/events/routes';
import type { DestinationGuard } from '../../../src/api/route/destination-url';
import type { Health } from '../../../src/api/service/health';
import type { Attempt } from '../../../src/domain/deliveries/attempt';
import type { AuditEntry } from '../../../src/domain/keys/audit-entry';
import type { Delivery, DeliveryCounts, DeliveryFilter } from '../../../src/domain/deliveries/delivery';
import type { FailureNotifications } from '../../../src/domain/failure-notifications/host-trouble';
import type { FailingHost } from '../../../src/domain/deliveries/failing-host';
import type { DeliveryFindings } from '../../../src/domain/deliveries/troubleshoot';
import { DomainError } from '../../../src/domain/errors';
import type { Event, EventQuery, EventRecord, EventSummary } from '../../../src/domain/events/event';
import type { StatisticSeries } from '../../../src/domain/statistics/statistics';
import type { ConsoleSession } from '../../../src/domain/keys/console-session';
import type { ConsoleSessions } from '../../../src/api/console/routes';
import type { SigningCandidate } from '../../../src/domain/keys/signing-key';
import type { ClaimedMessage } from '../../../src/domain/poll/poll-message';
import type { Role } from '../../../src/domain/keys/role';
import { applyPlan } from '../../../src/domain/triggers/plan-url-change';
import type { Trigger } from '../../../src/domain/triggers/trigger';
import { ENVIRONMENT } from '../builders/an-environment';
import { recordingLogger } from '../builders/recording-logger';
import { eventSubject } from '../../../src/domain/events/event-subject';
import { FakeProvisioning } from './fake-provisioning';
import { BulkActionWorld } from './bulk-action-world';
import { OperationWorld } from './operation-world';
import type { PageQuery } from '../../../src/domain/list-parts';

export const API_KEY = '738291046655821';
export const API_SECRET = 'sécret:with:colons';
export const NOW = '2026-03-14T09:26:53.589Z';

/** Limits that nobody reaches who does not want to. */
const SETTINGS: ApiSettings = {
  version: '1.2.3',
  maxNotificationUrls: 2,
  retryDelaysSeconds: [180, 360, 540],
  attemptTimeoutSeconds: 20,
  apiRequestsPerSecond: 10_000,
  pollRequestsPerSecond: 10_000,
  publishRequestsPerSecond: 10_000,
  sessionRequestsPerSecond: 10_000,
  maxConcurrentRequests: 1_000,
  maxDatabaseWaitMs: 20_000,
  trustedProxies: 0,
};

/** What the database throws when it cannot be reached. */
export class DatabaseAway extends Error {
  override readonly name = 'DatabaseAway';
}

/** What the fakes hold; tests fill it before a request and read it after. */
export class World {
  constructor(private readonly settings: Partial<ApiSettings> = {}) {}

  triggers: Trigger[] = [];
  events: EventRecord[] = [];
  deliveries: Delivery[] = [];
  attempts: Attempt[] = [];
  /** Of the deliveries of the last day. */
  findings: DeliveryFindings = { attempts: [], fallbacks: [] };
  failingHosts: FailingHost[] = [];
  failureNotifications: FailureNotifications = { uri: undefined, hosts: [] };
  /** Of whatever is asked. */
  statistics: StatisticSeries[] = [];
  operations = new OperationWorld();
  bulkActions = new BulkActionWorld();
  published: { event: Event; content: unknown }[] = [];
  publishAnswer: 'accepted' | 'duplicate' | 'conflict' = 'accepted';
  retryAnswer: 'retrying_now' | 'new_run' = 'retrying_now';
  isRunning = true;
  /** What a delivery that is to be readdressed does. */
  isChangedMeanwhile = false;
  /** What whoever asks for messages claims. */
  messages: ClaimedMessage[] = [];
  retried: string[] = [];
  cancelled: string[] = [];
  /** Of the access key that calls. */
  role: Role = 'admin';
  audited: AuditEntry[] = [];
  /** Who may sign notifications. */
  signers: SigningCandidate[] = [];
  /** Of the Console, by token. */
  sessions = new Map<string, ConsoleSession>();
  /** Whether the end of a session is kept waiting. */
  areSessionsEndless = false;
  temporalUi: string | undefined = 'http://127.0.0.1:8233';
  healthAnswer: Awaited<ReturnType<Health['check']>> = { database: 'ok', temporal: 'ok' };
  isDraining = false;
  readonly provisioning = new FakeProvisioning();
  readonly logger = recordingLogger();
  /** Thrown by every look-up of a trigger, of a key, and of whoever calls, while it is set. */
  databaseFault: Error | undefined;
  /** Thrown by every retry and cancellation while it is set. */
  temporalFault: Error | undefined;

  dependencies(): ApiDependencies {
    return {
      environments: environments(this),
      triggers: triggerRecords(this),
      intake: eventIntake(this),
      events: {
        find: async (environmentId, eventId) =>
          this.events.find(({ event }) => event.environmentId === environmentId && event.eventId === eventId),
        list: async (environmentId, query) => listEvents(this, environmentId, query),
        listWhole: async (environmentId, { eventType, ...page }) =>
          pageOf(
            this.events
              .map(({ event }) => event)
              .filter((event) => event.environmentId === environmentId && event.testTriggerId === undefined)
              .filter((event) => eventType === undefined || event.eventType === eventType),
            page,
            ({ receivedAt, eventId }) => ({ at: receivedAt, id: eventId }),
          ),
        countUndispatched: async (environmentId) => {
          const waiting = this.events.filter(
            ({ event, resolvedAt }) => event.environmentId === environmentId && resolvedAt === undefined,
          );
          const oldestReceivedAt = waiting.map(({ event }) => event.receivedAt).sort()[0];
          return { count: waiting.length, isAtLeast: false, oldestReceivedAt };
        },
        happenedTypes: async ({ environmentId, eventTypes }) =>
          eventTypes.filter((name) =>
            this.events.some(
              ({ event }) => event.environmentId === environmentId && event.eventType === name,
            ),
          ),
      },
      deliveries: deliveryRecords(this),
      statistics: { read: async () => this.statistics, readUrlHours: async () => new Map() },
      failureNotifications: {
        find: async () => this.failureNotifications,
        name: async (_environmentId, uri) => {
          this.failureNotifications = { ...this.failureNotifications, uri };
        },
        remove: async () => {
          const wasTold = this.failureNotifications.uri !== undefined;
          this.failureNotifications = { uri: undefined, hosts: [] };
          return wasTold;
        },
      },
      ...this.operations.dependencies(),
      ...this.bulkActions.dependencies(),
      messages: {
        claim: async () => this.messages,
        acknowledge: async (_environmentId, receipts) =>
          receipts.map((receipt) => (receipt ? 'acked' : 'not_found')),
        notePoll: async () => undefined,
      },
      messageWaits: { wait: async () => false },
      signMessage: async ({ delivery: { body } }) => ({
        body,
        headers: { 'X-Cld-Timestamp': '1773480416', 'X-Cld-Signature': 'a1b2' },
      }),
      deliveryControl: deliveryControl(this),
      testDeliveryId,
      destinationGuard,
      auditLog: auditLog(this),
      signing: {
        findSigners: async () => ({ candidates: this.signers }),
        findVerifiers: async () => ({
          algorithm: 'sha1',
          accessKeys: this.provisioning.accessKeys,
          pairs: [],
        }),
      },
      consoleSessions: consoleSessions(this),
      console: { files: undefined },
      provisioning: this.provisioning.dependencies(() => this.databaseFault),
      signingChoice: this.provisioning.signingChoice(),
      webhookKeys: {
        listPublic: async (cloudName) => {
          if (this.databaseFault) throw this.databaseFault;
          return cloudName === ENVIRONMENT.cloudName
            ? [{ kid: 'key-1', x: 'c29tZSBwdWJsaWMga2V5' }]
            : undefined;
        },
        rotate: async () => 'key-2',
      },
      health: { check: async () => this.healthAnswer, isDraining: () => this.isDraining },
      isDatabaseUnavailable: (error) => error instanceof DatabaseAway,
      settings: { ...SETTINGS, ...this.settings },
      logger: this.logger,
      newId: () => randomUUID().replaceAll('-', ''),
      now: () => new Date(NOW),
    };
  }
}

function environments(world: World): EnvironmentAuthentication {
  return {
    authenticate: async (cloudName, apiKey, apiSecret) => {
      if (world.databaseFault) throw world.databaseFault;
      return apiKey === API_KEY && apiSecret === API_SECRET && cloudName === ENVIRONMENT.cloudName
        ? { environmentId: ENVIRONMENT.id, cloudName, apiKey, role: world.role }
        : undefined;
    },
  };
}

function consoleSessions(world: World): ConsoleSessions {
  return {
    create: async (caller, { by }) => {
      const token = randomBytes(32).toString('base64url');
      const { selfDeclaredName } = by;
      const session = { id: `session-${world.sessions.size + 1}`, caller, expiresAt: NOW, selfDeclaredName };
      world.sessions.set(token, session);
      return { session, token };
    },
    find: async (token) => {
      if (world.databaseFault) throw world.databaseFault;
      return world.sessions.get(token);
    },
    end: async (ended) => {
      if (world.areSessionsEndless) return;
      world.sessions = new Map([...world.sessions].filter(([, { id }]) => id !== ended.id));
    },
  };
}

function auditLog(world: World): AuditLog {
  return {
    record: async (change) => {
      world.audited.push({ ...change, id: `entry-${world.audited.length + 1}`, at: NOW });
    },
    list: async (scope, { action, subjectId, actorId, ...page }) => {
      const chosen = world.audited
        .filter((entry) => 'accountId' in scope || entry.environmentId === scope.environmentId)
        .filter((entry) => action === undefined || entry.action === action)
        .filter((entry) => subjectId === undefined || entry.subjectId === subjectId)
        .filter((entry) => actorId === undefined || entry.by.id === actorId);
      return pageOf(chosen, page, ({ at, id }) => ({ at, id }));
    },
    firstTriggerChanges: async (environmentId, triggerIds, since) =>
      triggerIds.flatMap((triggerId) => {
        const first = world.audited.find(
          ({ environmentId: of, subjectId, at }) =>
            of === environmentId && subjectId === triggerId && at >= since,
        );
        const action = first?.action === 'trigger.delete' ? first.action : 'trigger.update';
        return first ? [{ triggerId, action, at: first.at, before: first.before }] : [];
      }),
  };
}

/** Lets http and https through, except to one address range. */
const destinationGuard: DestinationGuard = {
  check: async (field, url) => {
    if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
      throw new DomainError(
        'invalid_url',
        `${field}: got ${JSON.stringify(url)}, expected an http or https URL`,
      );
    }
    if (new URL(url).hostname.startsWith('10.')) {
      throw new DomainError('destination_not_allowed', `${field}: got ${url}, expected a public destination`);
    }
    return new URL(url).href;
  },
};

function triggerRecords(world: World): ApiDependencies['triggers'] {
  const own = (environmentId: string) =>
    world.triggers.filter((each) => each.environmentId === environmentId);
  return {
    insert: async (trigger, { limits }) => {
      refuseSecond(own(trigger.environmentId), trigger);
      if (own(trigger.environmentId).length >= limits.maxTriggers) {
        throw new DomainError('limit_reached', `triggers: got ${limits.maxTriggers}`);
      }
      world.triggers.push(trigger);
    },
    find: async (environmentId, id) => {
      if (world.databaseFault) throw world.databaseFault;
      return own(environmentId).find((trigger) => trigger.id === id);
    },
    list: async (environmentId: string, eventType?: string) =>
      own(environmentId).filter((trigger) => eventType === undefined || trigger.eventType === eventType),
    update: async (environmentId, id, { changes, judge }) => {
      const before = own(environmentId).find((trigger) => trigger.id === id);
      if (!before) return undefined;
      judge?.(before);
      const after = { ...before, ...changes };
      refuseSecond(own(environmentId), after);
      world.triggers = world.triggers.map((trigger) => (trigger === before ? after : trigger));
      return after;
    },
    delete: async (environmentId, id) => {
      const left = world.triggers.filter((each) => each.environmentId !== environmentId || each.id !== id);
      const wasThere = left.length < world.triggers.length;
      world.triggers = left;
      return wasThere;
    },
    change: async (environmentId, plan) => {
      const existing = own(environmentId);
      const planned = plan(existing);
      const others = world.triggers.filter((each) => each.environmentId !== environmentId);
      world.triggers = [...others, ...applyPlan(existing, planned)];
      return { plan: planned, existing };
    },
  };
}

function refuseSecond(existing: readonly Trigger[], trigger: Trigger): void {
  const same = existing.some(
    ({ id, uri, eventType }) => id !== trigger.id && uri === trigger.uri && eventType === trigger.eventType,
  );
  if (same) throw new DomainError('already_exists', `uri: a trigger for ${trigger.uri} exists`);
}

function eventIntake(world: World): EventIntake {
  return {
    publish: async (event, _cloudName, content) => {
      world.published.push({ event, content });
      return world.publishAnswer;
    },
    publishMany: async (publications) => {
      world.published.push(...publications);
      return publications.map(() => world.publishAnswer);
    },
  };
}

function listEvents(world: World, environmentId: string, query: EventQuery): readonly EventSummary[] {
  const { eventType, subject, outcome, destination, ...page } = query;
  const statusesOf = (eventId: string) =>
    world.deliveries.filter((delivery) => delivery.eventId === eventId).map(({ status }) => status);
  const chosen = world.events
    .filter(({ event }) => event.environmentId === environmentId)
    .filter(({ event }) => eventType === undefined || event.eventType === eventType)
    .filter(
      ({ event }) =>
        destination === undefined ||
        world.deliveries.some(({ eventId, uri }) => eventId === event.eventId && uri === destination),
    )
    .filter(({ event }) => subject === undefined || eventSubject(event.payload) === subject)
    .filter(({ event, resolvedAt }) => {
      const statuses = statusesOf(event.eventId);
      if (outcome === 'waiting') return statuses.includes('pending');
      if (outcome === 'undelivered')
        return statuses.some((each) => each === 'failed' || each === 'cancelled');
      return outcome === undefined || (resolvedAt !== undefined && statuses.length === 0);
    })
    .map(({ event, resolvedAt }) => {
      const deliveries = { pending: 0, delivered: 0, failed: 0, cancelled: 0 };
      for (const status of statusesOf(event.eventId)) deliveries[status] += 1;
      const isTest = event.testTriggerId !== undefined;
      return { ...event, isTest, resolvedAt, subject: eventSubject(event.payload), deliveries };
    });
  return pageOf(chosen, page, ({ receivedAt, eventId }) => ({ at: receivedAt, id: eventId }));
}

function pageOf<Item>(
  items: readonly Item[],
  { order, from = '', to = '~', after, limit }: PageQuery,
  positionOf: (item: Item) => { at: string; id: string },
): readonly Item[] {
  const rank = ({ at, id }: { at: string; id: string }) => `${at} ${id}`;
  const follows = (a: { at: string; id: string }, b: { at: string; id: string }) =>
    order === 'oldest_first' ? rank(a) > rank(b) : rank(a) < rank(b);
  return items
    .map((item) => ({ item, ...positionOf(item) }))
    .filter(({ at }) => at >= from && at < to)
    .filter((entry) => after === undefined || follows(entry, after))
    .sort((a, b) => (follows(a, b) ? 1 : -1))
    .slice(0, limit)
    .map(({ item }) => item);
}

function deliveryRecords(world: World): ApiDependencies['deliveries'] {
  const own = (environmentId: string) =>
    world.deliveries.filter((each) => each.environmentId === environmentId);
  return {
    find: async (environmentId, id) => own(environmentId).find((delivery) => delivery.id === id),
    count: async (environmentId, filter) =>
      countsOf(
        own(environmentId)
          .filter(({ eventType }) => filter.eventType === undefined || eventType === filter.eventType)
          .filter((each) => isChosen(each, filter)),
      ),
    list: async (environmentId, query) => {
      const chosen = own(environmentId)
        .filter(({ status }) => query.status === undefined || status === query.status)
        .filter(({ eventId }) => query.eventId === undefined || eventId === query.eventId)
        .filter(({ eventType }) => query.eventType === undefined || eventType === query.eventType)
        .filter(({ uri }) => query.destination === undefined || uri === query.destination)
        .filter((each) => isChosen(each, query));
      return pageOf(chosen, query, ({ createdAt, id }) => ({ at: createdAt, id }));
    },
    firstAttemptAt: async (environmentId, eventId) =>
      own(environmentId)
        .filter((delivery) => delivery.eventId === eventId)
        .flatMap(({ id }) => world.attempts.filter(({ deliveryId }) => deliveryId === id))
        .map(({ startedAt }) => startedAt)
        .sort()[0],
    countByUrl: async ({ environmentId, uris }) =>
      uris.map((uri) => {
        const count = (status: string) =>
          own(environmentId).filter((each) => each.uri === uri && each.status === status).length;
        return {
          uri,
          delivered: count('delivered'),
          failed: count('failed'),
          waiting: count('pending'),
          lastErrorCode: undefined,
        };
      }),
    findFailures: async () => world.findings,
    listFailingHosts: async () => world.failingHosts,
    listAttempts: async (deliveryId) => world.attempts.filter((attempt) => attempt.deliveryId === deliveryId),
    markCancelled: async (id) => {
      const isPending = world.deliveries.some((each) => each.id === id && each.status === 'pending');
      world.deliveries = world.deliveries.map((each) =>
        each.id === id && isPending ? { ...each, status: 'cancelled' } : each,
      );
      return isPending;
    },
    readdress: async (delivery, { change, at }) => {
      if (world.isChangedMeanwhile) return undefined;
      const readdressed = { ...delivery, ...change, updatedAt: at };
      world.deliveries = world.deliveries.map((each) => (each.id === delivery.id ? readdressed : each));
      return readdressed;
    },
  };
}

function isChosen(delivery: Delivery, filter: DeliveryFilter): boolean {
  const { destinationHost: host, errorCode, httpStatus, triggerId, phase, isTest } = filter;
  const isWaiting = delivery.nextAttemptAt !== undefined;
  return (
    (isTest === undefined || delivery.isTest === isTest) &&
    (host === undefined || new URL(delivery.uri).hostname === host) &&
    (errorCode === undefined || delivery.lastErrorCode === errorCode) &&
    (httpStatus === undefined || delivery.lastHttpStatus === httpStatus) &&
    (triggerId === undefined || delivery.triggerIds.includes(triggerId)) &&
    (phase === undefined || (delivery.status === 'pending' && isWaiting === (phase === 'waiting')))
  );
}

function countsOf(deliveries: readonly Delivery[]): DeliveryCounts {
  const of = (status: Delivery['status']) => deliveries.filter((each) => each.status === status).length;
  const times = deliveries.map(({ createdAt }) => createdAt).sort();
  return {
    total: deliveries.length,
    isAtLeast: false,
    byStatus: {
      pending: of('pending'),
      delivered: of('delivered'),
      failed: of('failed'),
      cancelled: of('cancelled'),
    },
    byPhase: { sending: of('pending'), waiting: 0 },
    byErrorCode: deliveries.flatMap(({ lastErrorCode: errorCode }) =>
      errorCode ? [{ errorCode, count: 1 }] : [],
    ),
    byHost: deliveries.map(({ uri }) => ({ host: new URL(uri).hostname, count: 1 })),
    oldest: times[0],
    newest: times.at(-1),
  };
}

function deliveryControl(world: World): DeliveryControl {
  const page = (kind: string, cloudName: string, id: string) =>
    world.temporalUi && `${world.temporalUi}/${kind}/${cloudName}/${id}`;
  return {
    retry: async (_cloudName, delivery) => {
      if (world.temporalFault) throw world.temporalFault;
      world.retried.push(delivery.id);
      return world.retryAnswer;
    },
    cancel: async (_cloudName, delivery) => {
      if (world.temporalFault) throw world.temporalFault;
      if (world.isRunning) world.cancelled.push(delivery.id);
      return world.isRunning ? 'cancelling' : 'not_running';
    },
    deliveryPage: (cloudName, { id }) => page('delivery', cloudName, id),
    eventPage: (cloudName, id) => page('event', cloudName, id),
    operationPage: (cloudName, id) => page('operation', cloudName, id),
  };
}
