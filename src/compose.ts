import { randomUUID } from 'node:crypto';
import type { NativeConnection } from '@temporalio/worker';
import type { Knex } from 'knex';
import { createActivities } from './activities';
import type { Activities } from './activities';
import { createAnswerWaits } from './api/answer-waits';
import { createApp } from './api/app';
import { createHttpServer } from './api/http-server';
import { composeClient } from './compose-client';
import { composeProvisioning } from './compose-provisioning';
import type { Stores } from './compose-stores';
import type { Config } from './config';
import { createAddressRules } from './domain/address-rules';
import { createDestinationGuard } from './http/destination-guard';
import { createNameResolver } from './http/name-resolver';
import { createSender } from './http/sender';
import type { HttpSender } from './http/sender';
import { createDispatchStarter } from './intake/dispatch-starter';
import { createEventIntake } from './intake/event-intake';
import { createEventSweep } from './intake/event-sweep';
import { createOperationIntake } from './intake/operation-intake';
import { createOperationSweeps } from './intake/operation-sweeps';
import { createSweeper } from './intake/sweeper';
import type { Logger } from './logger';
import { checkTemporal } from './temporal/check-temporal';
import { PRODUCT, VERSION } from './version';

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

/** The admin API: an HTTP server that is not listening yet, its long polls, and the starts that it leaves under way. */
export function composeApi(foundations: Foundations, { sharesWorker }: { readonly sharesWorker: boolean }) {
  const { config, logger, db, stores, connection } = foundations;
  const { starter, tracker, control } = composeClient(foundations, sharesWorker);
  const dispatches = createDispatchStarter(starter, logger);
  const operationIntake = createOperationIntake({
    store: stores.operations,
    outbox: stores.operationOutbox,
    tracker,
    logger,
    now,
  });
  const operationAnswers = createAnswerWaits(stores.operations.findAnswer);
  const app = createApp({
    environments: stores.accessKeys,
    triggers: stores.triggers,
    intake: createEventIntake(stores.events, dispatches),
    events: { find: stores.events.findRecord, list: stores.events.list },
    deliveries: {
      find: stores.deliveries.findOf,
      list: stores.deliveries.list,
      listAttempts: stores.deliveries.listAttempts,
    },
    operationIntake,
    operations: stores.operations,
    operationAnswers,
    deliveryControl: control,
    destinationGuard: createDestinationGuard(addressSource(config)),
    webhookKeys: stores.signingKeys,
    provisioning: composeProvisioning(stores),
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
  return {
    server: createHttpServer(app),
    endWaits: () => operationAnswers.end(),
    drain: () => Promise.all([dispatches.drain(), operationIntake.drain()]),
  };
}

/** What a worker runs: the activities, the starts that they leave under way, and the sweeper of what was lost. */
export function composeWork(foundations: Foundations): {
  readonly activities: Activities;
  readonly sender: HttpSender;
  readonly sweeper: ReturnType<typeof createSweeper>;
  readonly drain: () => Promise<void>;
} {
  const { config, logger, stores } = foundations;
  const sender = createSender(addressSource(config));
  const { starter, tracker } = composeClient(foundations, false);
  const dispatches = createDispatchStarter(starter, logger);
  const activities = createActivities({
    events: stores.events,
    triggers: stores.triggers,
    deliveries: stores.deliveries,
    keys: signingKeys(stores),
    operations: stores.operations,
    dispatches,
    sender,
    userAgent: `${PRODUCT}/${VERSION}`,
    now,
  });
  const sweeps = [
    createEventSweep({ outbox: stores.events, workflows: starter, logger, now }),
    ...createOperationSweeps({ outbox: stores.operationOutbox, tracker, logger, now }),
  ];
  return { activities, sender, sweeper: createSweeper(sweeps), drain: () => dispatches.drain() };
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
