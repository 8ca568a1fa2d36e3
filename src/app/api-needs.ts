import { withCurrentSigningKey, type SigningSources } from '../activities/with-current-signing-key';
import type { ApiSettings, ApiDependencies } from '../api/app';
import type { SignedMessage } from '../api/messages/routes';
import type { Config } from '../config';
import type { ReplacedBody } from '../domain/deliveries/attempt';
import type { ClaimedMessage } from '../domain/deliveries/delivery';
import type { Logger } from '../logger';
import { notificationHeaders } from '../signing/notification-headers';
import { VERSION } from '../version';
import type { Stores } from './stores';

/** What the API asks of the stores, under the names that it has for it. */
export function storedForApi(stores: Stores) {
  return {
    environments: stores.accessKeys,
    triggers: stores.triggers,
    events: {
      find: stores.events.findRecord,
      list: stores.events.list,
      listWhole: stores.events.listWhole,
      happenedTypes: stores.events.happenedTypes,
      countUndispatched: stores.events.countUndispatched,
    },
    deliveries: {
      find: stores.deliveries.findOf,
      list: stores.deliveries.list,
      count: stores.deliveries.count,
      listAttempts: stores.deliveries.listAttempts,
      firstAttemptAt: stores.deliveries.firstAttemptAt,
      markCancelled: stores.deliveries.markCancelled,
      readdress: stores.deliveries.readdress,
      countByUrl: stores.deliveries.countByUrl,
      findFailures: stores.deliveries.findFailures,
      listFailingHosts: stores.deliveries.listFailingHosts,
    },
    messages: stores.pollMessages,
    bulkActions: stores.bulkActions,
    operations: stores.operations,
    failureNotifications: stores.failureNotifications,
    signing: stores.signing,
    signingChoice: stores.signingChoice,
    statistics: stores.statistics,
    auditLog: stores.auditLog,
    consoleSessions: stores.consoleSessions,
    webhookKeys: stores.signingKeys,
  };
}

/** With a look for an operation's answer it leaves some of the 10 s within which every request is to be answered. */
const MAX_DATABASE_WAIT_MS = 7_000;
/** A page asks for some things when it opens, and then for few. */
const SESSION_REQUESTS_PER_SECOND = 30;

/** The settings of the API. */
export function apiSettings(config: Config): ApiSettings {
  return {
    version: VERSION,
    retryDelaysSeconds: config.RETRY_DELAYS_SECONDS,
    maxNotificationUrls: config.MAX_NOTIFICATION_URLS,
    attemptTimeoutSeconds: config.ATTEMPT_TIMEOUT_SECONDS,
    apiRequestsPerSecond: config.API_REQUESTS_PER_SECOND,
    pollRequestsPerSecond: config.POLL_REQUESTS_PER_SECOND,
    publishRequestsPerSecond: config.PUBLISH_REQUESTS_PER_SECOND,
    sessionRequestsPerSecond: SESSION_REQUESTS_PER_SECOND,
    maxConcurrentRequests: config.MAX_CONCURRENT_REQUESTS,
    maxDatabaseWaitMs: MAX_DATABASE_WAIT_MS,
    trustedProxies: config.TRUST_PROXY,
  };
}

interface ProvisioningDependencies {
  /** Has Temporal delete the workflows of a product environment that is gone. */
  readonly forgetWorkflows: (cloudName: string) => Promise<void>;
  readonly logger: Logger;
}

/** What the provisioning API stands on. */
export function composeProvisioning(
  { accounts, environments, accessKeyAdministration }: Stores,
  { forgetWorkflows, logger }: ProvisioningDependencies,
): ApiDependencies['provisioning'] {
  /** A workflow that is left over finds no row when it goes on, and fails at once. */
  async function forget(cloudName: string): Promise<void> {
    try {
      await forgetWorkflows(cloudName);
    } catch (error) {
      const message = 'the workflows of a deleted product environment stay in Temporal';
      logger.warn(message, { cloud_name: cloudName, reason: (error as Error).message });
    }
  }

  return {
    accounts,
    subAccounts: {
      list: environments.listOf,
      find: environments.findOf,
      create: environments.create,
      update: environments.update,
      async delete(accountId, environmentId, terms) {
        const gone = await environments.delete({ accountId, environmentId, ...terms });
        if (gone) await forget(gone.cloudName);
        return gone !== undefined;
      },
    },
    accessKeys: accessKeyAdministration,
  };
}

interface SigningDependencies extends SigningSources {
  readonly messages: { replaceBody(deliveryId: string, replacedBody: ReplacedBody): Promise<void> };
  /** Names this software and its version. */
  readonly userAgent: string;
  readonly now: () => Date;
}

/** Signs what a client has claimed as an attempt would: a notification is the same, however it is fetched. */
export function createMessageSigner({ messages, userAgent, now, ...sources }: SigningDependencies) {
  return async ({ delivery: stored, claims }: ClaimedMessage): Promise<SignedMessage> => {
    const { delivery, material, replacedBody } = await withCurrentSigningKey(sources, stored);
    if (replacedBody) await messages.replaceBody(delivery.id, replacedBody);
    const { id, authScheme, body } = delivery;
    const timestampSeconds = Math.floor(now().getTime() / 1000);
    const sent = { id, authScheme, body, timestampSeconds, attemptInRun: claims, userAgent };
    return { body, headers: notificationHeaders(sent, material) };
  };
}
