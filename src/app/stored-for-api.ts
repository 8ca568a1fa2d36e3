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
