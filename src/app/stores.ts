import path from 'node:path';
import type { Knex } from 'knex';
import type { Config } from '../config';
import type { Logger } from '../logger';
import { startDatabaseClock } from '../store/database/database-clock';
import { developmentMasterKeys, masterKeysFile } from '../local/demo/data-folder';
import { openDatabase } from '../store/database/knex';
import { parseMasterKeys } from '../store/secrets/master-keys';
import { migrationStatus } from '../store/database/migrate';
import { createAccessKeyAdministration, createAccessKeyStore } from '../store/keys/access-key-store';
import { createAccountStore } from '../store/keys/account-store';
import { createAuditLog } from '../store/keys/audit-log';
import { createBulkActionStore } from '../store/bulk-actions/bulk-action-store';
import { createConsoleSessionStore } from '../store/keys/console-session-store';
import { createBelievedUnderWay } from '../store/deliveries/believed-under-way';
import { createDeliveryStore } from '../store/deliveries/delivery-store';
import { createEnvironmentStore } from '../store/keys/environment-store';
import { createEventStore } from '../store/events/event-store';
import type { Author } from '../domain/keys/audit-entry';
import type { MasterKeys } from '../store/secrets/master-keys';
import {
  createFailureNotificationStore,
  createFailureUpkeepStore,
} from '../store/failure-notifications/failure-notification-store';
import type { FailureTerms } from '../store/failure-notifications/note-ends';
import { createOperationStore, createOperationOutbox } from '../store/operations/operation-store';
import { rotateSecrets, refuseUnusableMasterKeys } from '../store/secrets/stored-secrets';
import { createSecretCodec } from '../store/secrets/secret-codec';
import { createPollMessageStore, createChannelUpkeepStore } from '../store/poll/poll-message-store';
import { createRetentionStore } from '../store/retention/retention-store';
import { createSigningKeyStore } from '../store/keys/signing-key-store';
import { createSigningStore, createSigningChoiceStore } from '../store/keys/signing-store';
import { createStatisticsStore } from '../store/statistics/statistics-store';
import { createTriggerStore } from '../store/triggers/trigger-store';

/** No statement of the stores takes a tenth of it; a request waits longer than that for the answer. */
const MAX_SILENCE_MS = 5_000;

export interface OpenStores {
  readonly db: Knex;
  readonly stores: Stores;
  /** The time of the database. */
  readonly now: () => Date;
  close(): Promise<void>;
}

interface Options {
  readonly maxSilenceMs?: number | undefined;
  /** Told of clocks that differ. */
  readonly logger?: Logger;
}

function databaseUrl({ DATABASE_URL, DATA_DIR }: Config): string {
  return DATABASE_URL ?? `sqlite:${path.join(DATA_DIR, 'webhooks.db')}`;
}

/**
 * Opens the database and the stores over it. The caller closes it.
 *
 * @throws Error, one readable line, when there is no database, its schema is not the newest, or the master keys do not
 *   open its secrets.
 */
export async function openStores(
  config: Config,
  { maxSilenceMs = MAX_SILENCE_MS, logger }: Options = {},
): Promise<OpenStores> {
  const db = await openDatabase(databaseUrl(config), { maxSilenceMs, mustExist: true });
  try {
    await refusePendingMigrations(db);
    const masterKeys = parseMasterKeys(config.MASTER_KEYS ?? developmentMasterKeys(config.DATA_DIR));
    await refuseUnusableMasterKeys(db, masterKeys, masterKeysSource(config));
    const { now, stop } = await startDatabaseClock(db, { logger });
    const close = async () => {
      stop();
      await db.destroy();
    };
    return { db, stores: composeStores(db, masterKeys, now, { publicUrl: publicUrl(config) }), now, close };
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

/** On one machine the API's address is known; elsewhere only the operator knows what is in front of it. */
function publicUrl({ PUBLIC_URL, NODE_ENV, PORT }: Config): string | undefined {
  return PUBLIC_URL ?? (NODE_ENV === 'production' ? undefined : `http://localhost:${PORT}`);
}

function masterKeysSource({ MASTER_KEYS, DATA_DIR }: Config): string {
  return MASTER_KEYS === undefined ? `MASTER_KEYS (not set: ${masterKeysFile(DATA_DIR)})` : 'MASTER_KEYS';
}

async function refusePendingMigrations(db: Knex): Promise<void> {
  const { pending } = await migrationStatus(db);
  if (pending.length > 0) {
    throw new Error(`the database lacks these migrations: ${pending.join(', ')}; run "migrate up" first`);
  }
}

/** Opens the stores for one task and closes them after it. */
export async function withStores<T>(config: Config, task: (open: OpenStores) => Promise<T>): Promise<T> {
  const open = await openStores(config);
  try {
    return await task(open);
  } finally {
    await open.close();
  }
}

/** On a connection of its own: a migration of a large database may be silent for long. */
export async function migrate<T>(
  config: Config,
  step: (db: Knex) => Promise<T>,
  options: Parameters<typeof openDatabase>[1] = {},
): Promise<T> {
  const db = await openDatabase(databaseUrl(config), options);
  try {
    return await step(db);
  } finally {
    await db.destroy();
  }
}

export type Stores = ReturnType<typeof composeStores>;

/** The stores over one database, and the keys that protect its secrets. @param now of the database's clock, for those who share one. */
export function composeStores(
  db: Knex,
  masterKeys: MasterKeys,
  now = () => new Date(),
  failureTerms: FailureTerms = {},
) {
  const secrets = createSecretCodec(masterKeys);
  return {
    accounts: createAccountStore(db, secrets),
    environments: createEnvironmentStore(db, secrets, now),
    accessKeys: createAccessKeyStore(db, secrets),
    accessKeyAdministration: createAccessKeyAdministration(db, secrets),
    signingKeys: createSigningKeyStore(db, secrets),
    signing: createSigningStore(db, secrets),
    signingChoice: createSigningChoiceStore(db),
    triggers: createTriggerStore(db),
    events: createEventStore(db),
    deliveries: createDeliveryStore(db, failureTerms),
    failureNotifications: createFailureNotificationStore(db),
    failureUpkeep: createFailureUpkeepStore(db, failureTerms),
    believedUnderWay: createBelievedUnderWay(db),
    pollMessages: createPollMessageStore(db),
    channelUpkeep: createChannelUpkeepStore(db),
    statistics: createStatisticsStore(db),
    retention: createRetentionStore(db),
    bulkActions: createBulkActionStore(db),
    operations: createOperationStore(db),
    operationOutbox: createOperationOutbox(db),
    auditLog: createAuditLog(db),
    consoleSessions: createConsoleSessionStore(db, now),
    rotateSecrets: (by: Author) => rotateSecrets({ db, secrets, by }),
  };
}
