import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import type { WorkflowClient } from '@temporalio/client';
import type { BulkActionToRun } from '../domain/bulk-actions/bulk-action';
import type { Runs } from '../outbox/believed-kinds';
import {
  bulkActionWorkflowId,
  RUN_BULK_ACTION,
  searchAttributes,
  type RunBulkActionInput,
} from '../workflows/contract';
import { findRunning, runStateOf } from './run-state';
import { workflowPage, type TemporalUi } from './workflow-page';

export interface BulkActionRunnerOptions extends TemporalUi {
  readonly workflows: WorkflowClient;
  readonly taskQueue: string;
}

const DEADLINE_MS = 5_000;

/** Starts and cancels the workflows of bulk actions; the workflow's id makes a second start of the same one none. */
export function createBulkActionRunner(options: BulkActionRunnerOptions) {
  const { workflows, taskQueue } = options;
  const inTime = <T>(request: () => Promise<T>) => workflows.withDeadline(Date.now() + DEADLINE_MS, request);
  const idOf = ({ cloudName, bulkActionId }: BulkActionToRun) =>
    bulkActionWorkflowId(cloudName, bulkActionId);

  async function start(
    action: BulkActionToRun,
    workflowIdReusePolicy: 'REJECT_DUPLICATE' | 'ALLOW_DUPLICATE',
  ): Promise<void> {
    const { cloudName, bulkActionId } = action;
    const input: RunBulkActionInput = { cloudName, bulkActionId };
    try {
      await inTime(() =>
        workflows.start(RUN_BULK_ACTION, {
          args: [input],
          taskQueue,
          workflowId: idOf(action),
          workflowIdReusePolicy,
          staticSummary: `bulk action ${bulkActionId}`,
          typedSearchAttributes: searchAttributes({ cloudName }),
        }),
      );
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  }

  return {
    start: (action: BulkActionToRun) => start(action, 'REJECT_DUPLICATE'),

    /** Ends the pause of a run; that its end was asked for is stored before. @throws when Temporal does not answer. */
    async cancel(action: BulkActionToRun): Promise<void> {
      try {
        await inTime(() => workflows.getHandle(idOf(action)).cancel());
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
    },

    /** `undefined` when no UI is known. */
    page: (cloudName: string, bulkActionId: string) =>
      workflowPage(options, bulkActionWorkflowId(cloudName, bulkActionId)),

    runs: {
      findRunning: (actions: readonly BulkActionToRun[]) =>
        inTime(() => findRunning(workflows, actions, idOf)),
      stateOf: (action: BulkActionToRun) => inTime(() => runStateOf(workflows, idOf(action))),
      restart: (action: BulkActionToRun) => start(action, 'ALLOW_DUPLICATE'),
    } satisfies Runs<BulkActionToRun>,
  };
}
