import { Client } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';
import type { Config } from '../config';
import { checkTemporal } from '../temporal/connection';
import { createBulkActionRunner } from '../temporal/bulk-action-runner';
import { createDeliveryControl } from '../temporal/delivery-control';
import { createForgetWorkflows } from '../temporal/workflow-requests';
import { createOperationTracker } from '../temporal/operation-tracker';
import { createWorkflowStarter } from '../temporal/workflow-starter';
import type { DeliverySettings } from '../workflows/contract';

/** The Temporal server that was found or started. */
export interface TemporalServer {
  readonly connection: NativeConnection;
  /** Address of its UI, when there is one. */
  readonly uiUrl: string | undefined;
}

export type TemporalClient = ReturnType<typeof composeClient>;

/** The parts that talk to Temporal as a client. @param sharesWorker whether a worker uses the same connection. */
export function composeClient(
  config: Config,
  { connection, uiUrl }: TemporalServer,
  { sharesWorker, now }: { readonly sharesWorker: boolean; readonly now: () => Date },
) {
  const { workflow: workflows } = new Client({ connection, namespace: config.TEMPORAL_NAMESPACE });
  const delivery: DeliverySettings = {
    retryDelaysSeconds: config.RETRY_DELAYS_SECONDS,
    attemptTimeoutSeconds: config.ATTEMPT_TIMEOUT_SECONDS,
  };
  const options = { workflows, taskQueue: config.TEMPORAL_TASK_QUEUE, delivery };
  return {
    starter: createWorkflowStarter({
      ...options,
      firstAttempt: config.FIRST_ATTEMPT,
      startEagerly: sharesWorker,
    }),
    tracker: createOperationTracker({
      ...options,
      deadlineSeconds: config.OPERATION_DEADLINE_SECONDS,
      now,
    }),
    control: createDeliveryControl({ ...options, namespace: config.TEMPORAL_NAMESPACE, uiUrl }),
    bulkActions: createBulkActionRunner({ ...options, namespace: config.TEMPORAL_NAMESPACE, uiUrl }),
    forgetWorkflows: createForgetWorkflows({ workflows, namespace: config.TEMPORAL_NAMESPACE }),
    check: () => checkTemporal(connection),
  };
}
