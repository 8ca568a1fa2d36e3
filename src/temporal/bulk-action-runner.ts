import type { WorkflowClient } from '@temporalio/client';
import type { BulkActionToRun } from '../domain/bulk-actions/bulk-action';
import type { Runs } from '../outbox/believed-kinds';
import {
  bulkActionWorkflowId,
  RUN_BULK_ACTION,
  searchAttributes,
  type RunBulkActionInput,
} from '../workflows/contract';
import {
  workflowPage,
  type TemporalUi,
  ifFound,
  ifNotRunning,
  inTime,
  findRunning,
  runStateOf,
} from './workflow-requests';

interface BulkActionRunnerOptions extends TemporalUi {
  readonly workflows: WorkflowClient;
  readonly taskQueue: string;
}

/** Starts and cancels the workflows of bulk actions; the workflow's id makes a second start of the same one none. */
export function createBulkActionRunner(options: BulkActionRunnerOptions) {
  const { workflows, taskQueue } = options;
  const within = <T>(request: () => Promise<T>) => inTime(workflows, request);
  const idOf = ({ cloudName, bulkActionId }: BulkActionToRun) =>
    bulkActionWorkflowId(cloudName, bulkActionId);

  async function start(
    action: BulkActionToRun,
    workflowIdReusePolicy: 'REJECT_DUPLICATE' | 'ALLOW_DUPLICATE',
  ): Promise<void> {
    const { cloudName, bulkActionId } = action;
    const input: RunBulkActionInput = { cloudName, bulkActionId };
    const request = () =>
      workflows.start(RUN_BULK_ACTION, {
        args: [input],
        taskQueue,
        workflowId: idOf(action),
        workflowIdReusePolicy,
        staticSummary: `bulk action ${bulkActionId}`,
        typedSearchAttributes: searchAttributes({ cloudName }),
      });
    await ifNotRunning(within(request));
  }

  return {
    start: (action: BulkActionToRun) => start(action, 'REJECT_DUPLICATE'),

    /** Ends the pause of a run; that its end was asked for is stored before. @throws when Temporal does not answer. */
    async cancel(action: BulkActionToRun): Promise<void> {
      await ifFound(within(() => workflows.getHandle(idOf(action)).cancel()));
    },

    /** `undefined` when no UI is known. */
    page: (cloudName: string, bulkActionId: string) =>
      workflowPage(options, bulkActionWorkflowId(cloudName, bulkActionId)),

    runs: {
      findRunning: (actions: readonly BulkActionToRun[]) =>
        within(() => findRunning(workflows, actions, idOf)),
      stateOf: (action: BulkActionToRun) => within(() => runStateOf(workflows, idOf(action))),
      restart: (action: BulkActionToRun) => start(action, 'ALLOW_DUPLICATE'),
    } satisfies Runs<BulkActionToRun>,
  };
}
