import { randomUUID } from 'node:crypto';
import type { WorkflowClient } from '@temporalio/client';
import { SEARCH_ATTRIBUTES } from '../workflows/contract';

interface ForgetWorkflowsOptions {
  readonly workflows: WorkflowClient;
  readonly namespace: string;
}

const DEADLINE_MS = 5_000;

/**
 * Has Temporal delete, in the background, all workflows that product environments of a cloud name have had so far,
 * running ones and histories alike. Their ids are free then for another product environment of that name.
 *
 * @throws when Temporal does not take the order within 5 s.
 */
export function createForgetWorkflows({ workflows, namespace }: ForgetWorkflowsOptions) {
  return async (cloudName: string): Promise<void> => {
    // A cloud name has no quotes.
    const visibilityQuery = `${SEARCH_ATTRIBUTES.cloudName} = '${cloudName}' AND StartTime <= '${new Date().toISOString()}'`;
    await workflows.withDeadline(Date.now() + DEADLINE_MS, () =>
      workflows.workflowService.startBatchOperation({
        namespace,
        jobId: randomUUID(),
        visibilityQuery,
        reason: `product environment ${cloudName} was deleted`,
        deletionOperation: {},
      }),
    );
  };
}
