import type { WorkflowClient } from '@temporalio/client';
import { mainEventType, type OpenOperation, type OperationToTrack } from '../domain/operations/operation';
import type { Runs } from '../outbox/believed-kinds';
import type { OperationTracker } from '../outbox/operation-intake';
import {
  operationWorkflowId,
  reportedSignal,
  TRACK_OPERATION,
  searchAttributes,
  type TrackOperationInput,
} from '../workflows/contract';
import { ifNotRunning, inTime, findRunning, runStateOf } from './workflow-requests';

interface OperationTrackerOptions {
  readonly workflows: WorkflowClient;
  readonly taskQueue: string;
  readonly deadlineSeconds: number;
  readonly now: () => Date;
}

/** Starts and signals operations' workflows; the workflow's id makes a second start of the same operation none. */
export function createOperationTracker({
  workflows,
  taskQueue,
  deadlineSeconds,
  now,
}: OperationTrackerOptions): OperationTracker & { readonly runs: Runs<OpenOperation> } {
  const within = <T>(request: () => Promise<T>) => inTime(workflows, request);

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
    within(() =>
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
      const request = () =>
        workflows.start(TRACK_OPERATION, {
          ...options(operation),
          workflowIdReusePolicy: 'REJECT_DUPLICATE',
        });
      await ifNotRunning(within(request));
    },

    async signal(operation) {
      await signal(operation);
    },

    runs: {
      findRunning: (operations) =>
        within(() =>
          findRunning(workflows, operations, ({ cloudName, operationId }) =>
            operationWorkflowId(cloudName, operationId),
          ),
        ),
      stateOf: ({ cloudName, operationId }) =>
        within(() => runStateOf(workflows, operationWorkflowId(cloudName, operationId))),
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
