import { randomUUID } from 'node:crypto';
import { activityInfo, heartbeat } from '@temporalio/activity';
import type { Knex } from 'knex';
import { createActivities } from './activities';
import type { Activities } from './activities';
import { createAnswerWaits } from './api/answer-waits';
import { createApp } from './api/app';
import type { ApiSettings } from './api/dependencies';
import { createConnections } from './api/connections';
import { createHttpServer } from './api/http-server';
import type { TemporalClient } from './compose-client';
import { composeEgress } from './compose-egress';
import { composeProvisioning } from './compose-provisioning';
import type { Stores } from './compose-stores';
import type { Config } from './config';
import { Admissions } from './http/admissions';
import { createDestinationGuard } from './http/destination-guard';
import { createSender } from './http/sender';
import type { HttpSender } from './http/sender';
import { createBelievedKinds } from './intake/believed-kinds';
import { createDispatchStarter } from './intake/dispatch-starter';
import { createEventIntake } from './intake/event-intake';
import { createEventSweep } from './intake/event-sweep';
import { createOperationIntake } from './intake/operation-intake';
import { createOperationSweeps } from './intake/operation-sweeps';
import { createReconciler, type Reconciler } from './intake/reconciler';
import { createSweeper } from './intake/sweeper';
import type { Logger } from './logger';
import { isDatabaseUnavailable } from './store/is-database-unavailable';
import { createMendedCounter } from './temporal/runtime';
import { ACTIVITY_SLOTS } from './temporal/worker';
import { PRODUCT, VERSION } from './version';

/** What a composition stands on: opened by the command line, and closed by it. */
export interface Foundations {
  readonly config: Config;
  readonly logger: Logger;
  readonly db: Knex;
  readonly stores: Stores;
  /** PEM of the certificate authorities that deliveries trust; the bundled ones when absent. */
  readonly authorities: readonly string[] | undefined;
}

/** The admin API: an HTTP server that is not listening yet, its long polls, and the starts that it leaves under way. */
export function composeApi({ config, logger, db, stores }: Foundations, temporal: TemporalClient) {
  const { rules, resolver, proxy } = composeEgress(config);
  const { starter, tracker, control } = temporal;
  const dispatches = createDispatchStarter(starter, logger);
  const operationIntake = createOperationIntake({
    store: stores.operations,
    outbox: stores.operationOutbox,
    tracker,
    logger,
    now,
  });
  const operationAnswers = createAnswerWaits(stores.operations.findAnswer);
  let isDraining = false;
  const app = createApp({
    environments: stores.accessKeys,
    triggers: stores.triggers,
    intake: createEventIntake(stores.events, dispatches),
    events: { find: stores.events.findRecord, list: stores.events.list },
    deliveries: {
      find: stores.deliveries.findOf,
      list: stores.deliveries.list,
      listAttempts: stores.deliveries.listAttempts,
      markCancelled: stores.deliveries.markCancelled,
      readdress: stores.deliveries.readdress,
    },
    operationIntake,
    operations: stores.operations,
    operationAnswers,
    deliveryControl: control,
    destinationGuard: createDestinationGuard(proxy ? { rules } : { rules, resolver }),
    auditLog: stores.auditLog,
    webhookKeys: stores.signingKeys,
    provisioning: composeProvisioning(stores, { forgetWorkflows: temporal.forgetWorkflows, logger }),
    health: {
      check: async () => ({
        database: await faultOf(() => db.raw('select 1')),
        temporal: await faultOf(() => temporal.check()),
      }),
      isDraining: () => isDraining,
    },
    isDatabaseUnavailable,
    settings: apiSettings(config),
    logger,
    newId,
    now,
  });
  const server = createHttpServer(app, { logger, newId });
  const connections = createConnections(server);
  return {
    server,
    startDraining() {
      isDraining = true;
      connections.release();
    },
    endWaits: () => operationAnswers.end(),
    close: () => connections.close(server.requestTimeout),
    drain: () => Promise.all([dispatches.drain(), operationIntake.drain()]),
  };
}

/** What a worker runs: the activities, the starts that they leave under way, and the sweeper of what was lost. */
export function composeWork(
  { config, logger, stores, authorities }: Foundations,
  { starter, tracker, control }: TemporalClient,
): {
  readonly activities: Activities;
  readonly sender: HttpSender;
  readonly sweeper: ReturnType<typeof createSweeper>;
  readonly reconciler: Reconciler;
  readonly drain: () => Promise<void>;
} {
  const sender = createSender({ ...composeEgress(config), ca: authorities });
  const dispatches = createDispatchStarter(starter, logger);
  const activities = createActivities({
    events: stores.events,
    triggers: stores.triggers,
    deliveries: stores.deliveries,
    keys: stores.signing,
    operations: stores.operations,
    dispatches,
    admissions: new Admissions(ACTIVITY_SLOTS),
    sender,
    userAgent: `${PRODUCT}/${VERSION}`,
    now,
    activityRun: () => activityInfo().attempt,
    heartbeat,
    isDatabaseUnavailable,
  });
  const sweeps = [
    createEventSweep({ outbox: stores.events, workflows: starter, logger, now }),
    ...createOperationSweeps({ outbox: stores.operationOutbox, tracker, logger, now }),
  ];
  const kinds = createBelievedKinds({
    believed: stores.believedUnderWay,
    events: starter.runs,
    deliveries: control.runs,
    operations: tracker.runs,
    settle: stores.deliveries.settle,
    auditLog: stores.auditLog,
    retryDelaysSeconds: config.RETRY_DELAYS_SECONDS,
    operationDeadlineSeconds: config.OPERATION_DEADLINE_SECONDS,
    now,
  });
  const reconciler = createReconciler(kinds, { logger, now, count: createMendedCounter() });
  return { activities, sender, sweeper: createSweeper(sweeps), reconciler, drain: () => dispatches.drain() };
}

function apiSettings(config: Config): ApiSettings {
  return {
    version: VERSION,
    maxNotificationUrls: config.MAX_NOTIFICATION_URLS,
    apiRequestsPerSecond: config.API_REQUESTS_PER_SECOND,
    publishRequestsPerSecond: config.PUBLISH_REQUESTS_PER_SECOND,
    maxConcurrentRequests: config.MAX_CONCURRENT_REQUESTS,
    trustedProxies: config.TRUST_PROXY,
  };
}

async function faultOf(check: () => PromiseLike<unknown>): Promise<'ok' | { fault: string }> {
  try {
    await check();
    return 'ok';
  } catch (error) {
    return { fault: (error as Error).message.split('\n', 1)[0] ?? '' };
  }
}

/** 32 hex digits. */
function newId(): string {
  return randomUUID().replaceAll('-', '');
}

function now(): Date {
  return new Date();
}
