import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { WorkflowClient } from '@temporalio/client';
import { mainEventType } from '../domain/operation/operation';
import type { OperationToTrack, OperationTracker } from '../intake/dependencies';
import { operationWorkflowId, reportedSignal, TRACK_OPERATION } from '../workflows/contract';
import type { TrackOperationInput } from '../workflows/contract';
import { searchAttributes } from '../workflows/search-attributes';

export interface OperationTrackerOptions {
  readonly workflows: WorkflowClient;
  readonly taskQueue: string;
  readonly deadlineSeconds: number;
}

/** After this the sweeper tries again: a call that waits for a server that is down must not wait on when it is back. */
const START_DEADLINE_MS = 5_000;

/** Starts and signals operations' workflows; the workflow's id makes a second start of the same operation none. */
export function createOperationTracker({
  workflows,
  taskQueue,
  deadlineSeconds,
}: OperationTrackerOptions): OperationTracker {
  const inTime = <T>(request: () => Promise<T>) =>
    workflows.withDeadline(Date.now() + START_DEADLINE_MS, request);

  function options({ environmentId, cloudName, operationId, method }: OperationToTrack) {
    const input: TrackOperationInput = { environmentId, cloudName, operationId, deadlineSeconds };
    return {
      args: [input] as [TrackOperationInput],
      taskQueue,
      workflowId: operationWorkflowId(cloudName, operationId),
      staticSummary: `${method} operation ${operationId}`,
      typedSearchAttributes: searchAttributes({ cloudName, eventType: mainEventType(method) }),
    };
  }

  return {
    async start(operation) {
      try {
        await inTime(() =>
          workflows.start(TRACK_OPERATION, {
            ...options(operation),
            workflowIdReusePolicy: 'REJECT_DUPLICATE',
          }),
        );
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      }
    },

    async signal(operation) {
      await inTime(() =>
        workflows.signalWithStart(TRACK_OPERATION, {
          ...options(operation),
          signal: reportedSignal,
          signalArgs: [],
          // A report that comes after the end is applied too, by a run of its own.
          workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        }),
      );
    },
  };
}
