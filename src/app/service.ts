import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { activityInfo, heartbeat } from '@temporalio/activity';
import type { Knex } from 'knex';
import { createActivities, type Activities } from '../activities';
import { AttemptsUnderWay } from '../activities/record-attempt';
import { testDeliveryId } from '../activities/resolve-destinations';
import { createAnswerWaits } from '../api/operations/answer-waits';
import { createMessageWaits } from '../api/messages/message-waits';
import { createApp } from '../api/app';
import { DatabasePatience } from '../api/limits/database-patience';
import { createHttpServer, createConnections } from '../api/server/http-server';
import { readConsoleFiles } from '../api/console/serve-console';
import type { TemporalClient } from './temporal-client';
import { composeEgress } from './egress';
import { controlDeliveries } from './control-deliveries';
import { retentionOf } from '../config';
import { storedForApi, apiSettings, composeProvisioning, createMessageSigner } from './api-needs';
import type { Stores } from './stores';
import { workObservers, type Tracing } from './tracing';
import type { Config } from '../config';
import { Admissions } from '../outbound/fairness/admissions';
import { createDestinationGuard } from '../outbound/network/destination-guard';
import { createSender, type HttpSender } from '../outbound/sender';
import { createBacklogCounter } from '../outbox/backlog-counter';
import { createChannelUpkeep } from '../outbox/channel-upkeep';
import { createFailureUpkeep } from '../outbox/failure-upkeep';
import type { Repeated } from '../outbox/repeat';
import { createBelievedKinds } from '../outbox/believed-kinds';
import { createBulkActionIntake } from '../outbox/bulk-action-intake';
import { createDispatchStarter, createEventIntake } from '../outbox/event-intake';
import {
  createBulkActionSweep,
  createEventSweep,
  createOperationSweeps,
  createSweeper,
} from '../outbox/sweeper';
import { createStatisticsFiller } from '../outbox/statistics-filler';
import { createOperationIntake } from '../outbox/operation-intake';
import { createPurge } from '../outbox/purge';
import { createReconciler } from '../outbox/reconciler';
import type { Logger } from '../logger';
import { observeDeliveries, observeIntake, observePlaces } from '../metrics/observe-work';
import type { ServiceMetrics } from '../metrics/service-metrics';
import { traceIntake, traceOperations } from '../tracing/trace-work';
import { createDatabaseCheck } from '../store/database/watch-database';
import { isDatabaseUnavailable } from '../store/database/database-errors';
import { countBacklog } from '../store/statistics/statistics-store';
import { ACTIVITY_SLOTS } from '../temporal/worker';
import { PRODUCT, VERSION } from '../version';

/** With what a request may wait for the database it leaves some of the 10 s within which every request is to be answered. */
const MAX_LOOK_MS = 2_000;

/** Names this software to receivers. */
const USER_AGENT = `${PRODUCT}/${VERSION}`;

/** Beside the compiled code, whose folder `scripts/build.mjs` makes. */
const CONSOLE_FOLDER = path.resolve(__dirname, '../../console');

/** What a composition stands on: opened by the command line, and closed by it. */
export interface Foundations {
  readonly config: Config;
  readonly logger: Logger;
  readonly metrics: ServiceMetrics;
  readonly db: Knex;
  readonly stores: Stores;
  /** The time that orders what is stored, and that receivers compare with theirs. */
  readonly now: () => Date;
  /** PEM of the certificate authorities that deliveries trust; the bundled ones when absent. */
  readonly authorities: readonly string[] | undefined;
  /** Absent while no traces are wanted. */
  readonly tracing?: Tracing | undefined;
}

/** The admin API: an HTTP server that is not listening yet, its long polls, and the starts that it leaves under way. */
export function composeApi(
  { config, logger, metrics, db, stores, now, tracing }: Foundations,
  temporal: TemporalClient,
) {
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
  const bulkActionIntake = createBulkActionIntake({
    store: stores.bulkActions,
    outbox: stores.bulkActions,
    starter: temporal.bulkActions,
    logger,
    now,
  });
  const { findAnswer } = new DatabasePatience(MAX_LOOK_MS).limit(stores.operations);
  const operationAnswers = createAnswerWaits(findAnswer);
  const { findFilled } = new DatabasePatience(MAX_LOOK_MS).limit(stores.pollMessages);
  const messageWaits = createMessageWaits((channels) => findFilled(channels, now().toISOString()));
  const checkDatabase = createDatabaseCheck(db);
  const intake = observeIntake(createEventIntake(stores.events, dispatches), metrics);
  let isDraining = false;
  const app = createApp({
    ...storedForApi(stores),
    intake: tracing ? traceIntake(intake, { ...tracing, now }) : intake,
    continuesTraces: tracing !== undefined,
    operationIntake,
    operationAnswers,
    messageWaits,
    signMessage: createMessageSigner({
      keys: stores.signing,
      events: stores.events,
      messages: stores.pollMessages,
      userAgent: USER_AGENT,
      now,
    }),
    bulkActionIntake,
    bulkActionControl: temporal.bulkActions,
    deliveryControl: controlDeliveries(control, {
      channels: stores.pollMessages,
      deliveries: stores.deliveries,
      now,
    }),
    testDeliveryId,
    destinationGuard: createDestinationGuard(proxy ? { rules } : { rules, resolver }),
    ...(config.CONSOLE === 'on' && { console: { files: readConsoleFiles(CONSOLE_FOLDER) } }),
    provisioning: composeProvisioning(stores, { forgetWorkflows: temporal.forgetWorkflows, logger }),
    health: {
      check: async () => {
        const [database, ofTemporal] = await Promise.all([orFault(checkDatabase), orFault(temporal.check)]);
        return { database, temporal: ofTemporal ?? 'ok' };
      },
      isDraining: () => isDraining,
    },
    isDatabaseUnavailable,
    settings: apiSettings(config),
    observer: metrics,
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
    endWaits() {
      operationAnswers.end();
      messageWaits.end();
    },
    close: () => connections.close(server.requestTimeout),
    drain: () => Promise.all([dispatches.drain(), operationIntake.drain(), bulkActionIntake.drain()]),
  };
}

/** What a worker runs: the activities, the starts that they leave under way, and the sweeper of what was lost. */
export function composeWork(
  { config, logger, metrics, db, stores, now, authorities, tracing }: Foundations,
  { starter, tracker, control, bulkActions }: TemporalClient,
): {
  readonly activities: Activities;
  readonly sender: HttpSender;
  readonly sweeper: ReturnType<typeof createSweeper>;
  readonly reconciler: ReturnType<typeof createReconciler>;
  readonly channelUpkeep: Repeated;
  readonly failureUpkeep: Repeated;
  readonly statisticsFiller: Repeated;
  readonly purge: Repeated;
  readonly backlogCounter: Repeated;
  readonly drain: () => Promise<unknown>;
} {
  const sender = createSender({ ...composeEgress(config), ca: authorities });
  const dispatches = createDispatchStarter(starter, logger);
  const underWay = new AttemptsUnderWay();
  const activities = createActivities({
    events: stores.events,
    triggers: stores.triggers,
    deliveries: observeDeliveries(stores.deliveries, metrics),
    keys: stores.signing,
    operations: tracing ? traceOperations(stores.operations, { ...tracing, now }) : stores.operations,
    bulkActions: stores.bulkActions,
    deliveryControl: controlDeliveries(control, {
      channels: stores.pollMessages,
      deliveries: stores.deliveries,
      now,
    }),
    dispatches,
    admissions: observePlaces(new Admissions(ACTIVITY_SLOTS), metrics),
    underWay,
    sender,
    userAgent: USER_AGENT,
    now,
    activityRun: () => activityInfo().attempt,
    heartbeat,
    isDatabaseUnavailable,
    ...workObservers(metrics, tracing),
    retryBegun: metrics.retryBegun,
  });
  const countStarted = metrics.sweeperStarted;
  const sweeps = [
    createEventSweep({ outbox: stores.events, workflows: starter, logger, now, countStarted }),
    ...createOperationSweeps({ outbox: stores.operationOutbox, tracker, logger, now, countStarted }),
    createBulkActionSweep({ outbox: stores.bulkActions, starter: bulkActions, logger, now, countStarted }),
  ];
  const kinds = createBelievedKinds({
    believed: stores.believedUnderWay,
    events: starter.runs,
    deliveries: control.runs,
    operations: tracker.runs,
    bulkActions: bulkActions.runs,
    settle: stores.deliveries.settle,
    auditLog: stores.auditLog,
    retryDelaysSeconds: config.RETRY_DELAYS_SECONDS,
    operationDeadlineSeconds: config.OPERATION_DEADLINE_SECONDS,
    now,
  });
  const reconciler = createReconciler(kinds, { logger, now, count: metrics.mended });
  return {
    activities,
    sender,
    sweeper: createSweeper(sweeps),
    reconciler,
    channelUpkeep: createChannelUpkeep({
      channels: stores.channelUpkeep,
      triggers: stores.triggers,
      retentionHours: config.POLL_RETENTION_HOURS,
      logger,
      now,
    }),
    failureUpkeep: createFailureUpkeep({ hosts: stores.failureUpkeep, logger, now }),
    statisticsFiller: createStatisticsFiller({ statistics: stores.statistics, logger, now }),
    purge: createPurge({
      old: stores.retention,
      retention: retentionOf(config),
      logger,
      now,
      metrics,
    }),
    backlogCounter: createBacklogCounter({
      countBacklog: () => countBacklog(db, now().toISOString()),
      report: metrics.backlogCounted,
      logger,
    }),
    drain: () => Promise.all([underWay.drain(), dispatches.drain()]),
  };
}

async function orFault<T>(check: () => Promise<T>): Promise<T | { fault: string }> {
  try {
    return await check();
  } catch (error) {
    return { fault: (error as Error).message.split('\n', 1)[0] ?? '' };
  }
}

/** 32 hex digits. */
function newId(): string {
  return randomUUID().replaceAll('-', '');
}
