import { randomUUID } from 'node:crypto';
import { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import type { Knex } from 'knex';
import { createActivities } from './activities';
import type { Activities } from './activities';
import { createApp } from './api/app';
import { createHttpServer } from './api/http-server';
import type { Stores } from './compose-stores';
import type { Config } from './config';
import { createAddressRules } from './domain/address-rules';
import { createDestinationGuard } from './http/destination-guard';
import { createNameResolver } from './http/name-resolver';
import { createSender } from './http/sender';
import type { HttpSender } from './http/sender';
import { createDispatchStarter } from './intake/dispatch-starter';
import { createEventIntake } from './intake/event-intake';
import { createSweeper } from './intake/sweeper';
import type { Logger } from './logger';
import { checkTemporal } from './temporal/check-temporal';
import { createDeliveryControl } from './temporal/delivery-control';
import { createWorkflowStarter } from './temporal/workflow-starter';
import { PRODUCT, VERSION } from './version';
import type { DeliverySettings } from './workflows/contract';

/** What a composition stands on: opened by the command line, and closed by it. */
export interface Foundations {
  readonly config: Config;
  readonly logger: Logger;
  readonly db: Knex;
  readonly stores: Stores;
  readonly connection: NativeConnection;
  /** Address of the Temporal UI, when there is one. */
  readonly uiUrl: string | undefined;
}

/** The parts that talk to Temporal as a client. */
function composeClient({ config, connection, uiUrl }: Foundations, sharesWorker: boolean) {
  const { workflow: workflows } = new Client({ connection, namespace: config.TEMPORAL_NAMESPACE });
  const delivery: DeliverySettings = {
    retryDelaysSeconds: config.RETRY_DELAYS_SECONDS,
    attemptTimeoutSeconds: config.ATTEMPT_TIMEOUT_SECONDS,
  };
  const options = { workflows, taskQueue: config.TEMPORAL_TASK_QUEUE, delivery };
  return {
    starter: createWorkflowStarter({ ...options, startEagerly: sharesWorker }),
    control: createDeliveryControl({ ...options, namespace: config.TEMPORAL_NAMESPACE, uiUrl }),
  };
}

/** The admin API: an HTTP server that is not listening yet, and the starts that it leaves under way. */
export function composeApi(foundations: Foundations, { sharesWorker }: { readonly sharesWorker: boolean }) {
  const { config, logger, db, stores, connection } = foundations;
  const { starter, control } = composeClient(foundations, sharesWorker);
  const dispatches = createDispatchStarter(starter, logger);
  const app = createApp({
    environments: stores.accessKeys,
    triggers: stores.triggers,
    intake: createEventIntake(stores.events, dispatches),
    events: { find: stores.events.findRecord },
    deliveries: {
      find: stores.deliveries.findOf,
      list: stores.deliveries.list,
      listAttempts: stores.deliveries.listAttempts,
    },
    deliveryControl: control,
    destinationGuard: createDestinationGuard(addressSource(config)),
    webhookKeys: stores.signingKeys,
    health: {
      check: async () => ({
        database: await faultOf(() => db.raw('select 1')),
        temporal: await faultOf(() => checkTemporal(connection)),
      }),
    },
    settings: { version: VERSION, maxNotificationUrls: config.MAX_NOTIFICATION_URLS },
    logger,
    newId,
    now,
  });
  return { server: createHttpServer(app), drain: () => dispatches.drain() };
}

/** What a worker runs: the activities, and the sweeper of events whose start was lost. */
export function composeWork(foundations: Foundations): {
  readonly activities: Activities;
  readonly sender: HttpSender;
  readonly sweeper: ReturnType<typeof createSweeper>;
} {
  const { config, logger, stores } = foundations;
  const sender = createSender(addressSource(config));
  const activities = createActivities({
    events: stores.events,
    triggers: stores.triggers,
    deliveries: stores.deliveries,
    keys: signingKeys(stores),
    sender,
    userAgent: `${PRODUCT}/${VERSION}`,
    now,
  });
  const { starter } = composeClient(foundations, false);
  return {
    activities,
    sender,
    sweeper: createSweeper({ outbox: stores.events, workflows: starter, logger, now }),
  };
}

function signingKeys({ accessKeys, environments, signingKeys: pairs }: Stores) {
  return {
    list: accessKeys.listForSigning,
    findSecret: accessKeys.findSecret,
    signatureAlgorithm: environments.signatureAlgorithm,
    activeEd25519: pairs.activeEd25519,
  };
}

function addressSource(config: Config) {
  return { rules: createAddressRules({ allowCidrs: config.ALLOW_CIDRS }), resolver: createNameResolver() };
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
