import { createMessageWaits } from '../../../src/api/messages/message-waits';
import { createAnswerWaits } from '../../../src/api/operations/answer-waits';
import type { ApiDependencies } from '../../../src/api/app';
import { storedForApi, composeProvisioning, createMessageSigner } from '../../../src/app/api-needs';
import type { Stores } from '../../../src/app/stores';
import { createBulkActionIntake } from '../../../src/outbox/bulk-action-intake';
import { createEventIntake } from '../../../src/outbox/event-intake';
import { createOperationIntake } from '../../../src/outbox/operation-intake';
import { recordingLogger } from '../builders/recording-logger';

const nothing = async () => undefined;

/** What the API needs of the stores, as the composition root hands it in; no workflow is ever started. */
export function realStores(stores: Stores, now = () => new Date()) {
  return {
    ...storedForApi(stores),
    intake: createEventIntake(stores.events, { offer: () => undefined, drain: nothing }),
    bulkActionIntake: createBulkActionIntake({
      store: stores.bulkActions,
      outbox: { markStarted: nothing },
      starter: { start: nothing },
      logger: recordingLogger(),
      now,
    }),
    operationIntake: createOperationIntake({
      store: stores.operations,
      outbox: { markStarted: nothing, markSignalled: nothing },
      tracker: { start: nothing, signal: nothing },
      logger: recordingLogger(),
      now,
    }),
    operationAnswers: createAnswerWaits(stores.operations.findAnswer),
    messageWaits: createMessageWaits((channels) =>
      stores.pollMessages.findFilled(channels, now().toISOString()),
    ),
    signMessage: createMessageSigner({
      keys: stores.signing,
      events: stores.events,
      messages: stores.pollMessages,
      userAgent: 'webhooks/test',
      now,
    }),
    provisioning: provisioningOf(stores),
    now,
  } satisfies Partial<ApiDependencies>;
}

/** The provisioning API's dependencies over real stores; there are no workflows to forget. */
export function provisioningOf(stores: Stores) {
  return composeProvisioning(stores, { forgetWorkflows: nothing, logger: recordingLogger() });
}
