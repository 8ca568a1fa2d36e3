import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { WorkflowClient } from '@temporalio/client';
import { mainEventType, type OpenOperation, type OperationToTrack } from '../domain/operations/operation';
import type { Runs } from '../outbox/believed-kinds';
import type { OperationTracker } from '../outbox/background-starts';
import {
  operationWorkflowId,
  reportedSignal,
  TRACK_OPERATION,
  searchAttributes,
  type TrackOperationInput,
} from '../workflows/contract';
import { findRunning, runStateOf } from './run-state';

export interface OperationTrackerOptions {
  readonly workflows: WorkflowClient;
  readonly taskQueue: string;
  readonly deadlineSeconds: number;
  readonly now: () => Date;
}

/** After this the sweeper tries again: a call that waits for a server that is down must not wait on when it is back. */
const START_DEADLINE_MS = 5_000;

/** Starts and signals operations' workflows; the workflow's id makes a second start of the same operation none. */
export function createOperationTracker({
  workflows,
  taskQueue,
  deadlineSeconds,
  now,
}: OperationTrackerOptions): OperationTracker & { readonly runs: Runs<OpenOperation> } {
  const inTime = <T>(request: () => Promise<T>) =>
    workflows.withDeadline(Date.now() + START_DEADLINE_MS, request);

  function options(
    { environmentId, cloudName, operationId, method }: OperationToTrack,
    seconds = deadlineSeconds,
  ) {
    const input: TrackOperationInput = {
      environmentId,
      cloudName,
      operationId,
      deadlineSeconds: seconds,
    };
    return {
      args: [input] as [TrackOperationInput],
      taskQueue,
      workflowId: operationWorkflowId(cloudName, operationId),
      staticSummary: `${method} operation ${operationId}`,
      typedSearchAttributes: searchAttributes({ cloudName, eventType: mainEventType(method) }),
    };
  }

  const signal = (operation: OperationToTrack, seconds?: number) =>
    inTime(() =>
      workflows.signalWithStart(TRACK_OPERATION, {
        ...options(operation, seconds),
        signal: reportedSignal,
        signalArgs: [],
        // A report that comes after the end is applied too, by a run of its own.
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      }),
    );

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
      await signal(operation);
    },

    runs: {
      findRunning: (operations) =>
        inTime(() =>
          findRunning(workflows, operations, ({ cloudName, operationId }) =>
            operationWorkflowId(cloudName, operationId),
          ),
        ),
      stateOf: ({ cloudName, operationId }) =>
        inTime(() => runStateOf(workflows, operationWorkflowId(cloudName, operationId))),
      async restart(operation) {
        const elapsedSeconds = (now().getTime() - Date.parse(operation.createdAt)) / 1000;
        await signal(operation, remainingDeadline(elapsedSeconds, deadlineSeconds));
      },
    },
  };
}

/** Of a run that takes the place of a lost one: twice as long is left in all, for eager transformations and upload. At least 1 s. */
function remainingDeadline(elapsedSeconds: number, deadlineSeconds: number): number {
  return Math.max(1, Math.ceil((2 * deadlineSeconds - elapsedSeconds) / 2));
}
