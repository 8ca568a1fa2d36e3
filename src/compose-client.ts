import { Client } from '@temporalio/client';
import type { Foundations } from './compose';
import { createDeliveryControl } from './temporal/delivery-control';
import { createOperationTracker } from './temporal/operation-tracker';
import { createWorkflowStarter } from './temporal/workflow-starter';
import type { DeliverySettings } from './workflows/contract';

/** The parts that talk to Temporal as a client. */
export function composeClient({ config, connection, uiUrl }: Foundations, sharesWorker: boolean) {
  const { workflow: workflows } = new Client({ connection, namespace: config.TEMPORAL_NAMESPACE });
  const delivery: DeliverySettings = {
    retryDelaysSeconds: config.RETRY_DELAYS_SECONDS,
    attemptTimeoutSeconds: config.ATTEMPT_TIMEOUT_SECONDS,
  };
  const options = { workflows, taskQueue: config.TEMPORAL_TASK_QUEUE, delivery };
  return {
    starter: createWorkflowStarter({ ...options, startEagerly: sharesWorker }),
    tracker: createOperationTracker({ ...options, deadlineSeconds: config.OPERATION_DEADLINE_SECONDS }),
    control: createDeliveryControl({ ...options, namespace: config.TEMPORAL_NAMESPACE, uiUrl }),
  };
}
