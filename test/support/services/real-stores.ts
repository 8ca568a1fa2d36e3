import { createAnswerWaits } from '../../../src/api/operations/answer-waits';
import type { ApiDependencies } from '../../../src/api/app';
import { composeProvisioning } from '../../../src/app/provisioning';
import type { Stores } from '../../../src/app/stores';
import { createEventIntake } from '../../../src/outbox/event-intake';
import { createOperationIntake } from '../../../src/outbox/operation-intake';
import { recordingLogger } from '../builders/recording-logger';

const nothing = async () => undefined;

/** What the API needs of the stores, as the composition root hands it in; no workflow is ever started. */
export function realStores(stores: Stores): Partial<ApiDependencies> {
  const now = () => new Date();
  return {
    environments: stores.accessKeys,
    triggers: stores.triggers,
    events: {
      find: stores.events.findRecord,
      list: stores.events.list,
      happenedTypes: stores.events.happenedTypes,
    },
    intake: createEventIntake(stores.events, { offer: () => undefined, drain: nothing }),
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
    },
    operationIntake: createOperationIntake({
      store: stores.operations,
      outbox: { markStarted: nothing, markSignalled: nothing },
      tracker: { start: nothing, signal: nothing },
      logger: recordingLogger(),
      now,
    }),
    operations: stores.operations,
    operationAnswers: createAnswerWaits(stores.operations.findAnswer),
    webhookKeys: stores.signingKeys,
    signingChoice: stores.signingChoice,
    auditLog: stores.auditLog,
    signing: stores.signing,
    consoleSessions: stores.consoleSessions,
    provisioning: provisioningOf(stores),
    now,
  };
}

/** The provisioning API's dependencies over real stores; there are no workflows to forget. */
export function provisioningOf(stores: Stores) {
  return composeProvisioning(stores, { forgetWorkflows: nothing, logger: recordingLogger() });
}
