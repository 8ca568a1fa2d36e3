import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { WorkflowClient } from '@temporalio/client';
import { DELIVER_NOTIFICATION, SEARCH_ATTRIBUTES } from '../workflows/contract';

interface ForgetWorkflowsOptions {
  readonly workflows: WorkflowClient;
  readonly namespace: string;
}

const DEADLINE_MS = 5_000;
const PAUSE_MS = 50;

/**
 * Has Temporal delete all workflows that product environments of a cloud name have had so far, running ones and histories
 * alike. Their ids are free then for another product environment of that name.
 *
 * @throws when that is not done within 5 s; what Temporal was told by then, it goes on with.
 */
export function createForgetWorkflows({ workflows, namespace }: ForgetWorkflowsOptions) {
  return async (cloudName: string): Promise<void> => {
    // A cloud name has no quotes.
    const all = `${SEARCH_ATTRIBUTES.cloudName} = '${cloudName}' AND StartTime <= '${new Date().toISOString()}'`;
    const reason = `product environment ${cloudName} was deleted`;
    await workflows.withDeadline(Date.now() + DEADLINE_MS, async () => {
      // Parents first: the end of a child would wake them.
      await deleteThose(`${all} AND WorkflowType != '${DELIVER_NOTIFICATION}'`, reason);
      await deleteThose(`${all} AND WorkflowType = '${DELIVER_NOTIFICATION}'`, reason);
    });
  };

  async function deleteThose(visibilityQuery: string, reason: string): Promise<void> {
    const { workflowService: service } = workflows;
    const job = { namespace, jobId: randomUUID() };
    await service.startBatchOperation({ ...job, visibilityQuery, reason, deletionOperation: {} });
    // The deadline is that of the requests.
    while (!(await service.describeBatchOperation(job)).closeTime) await pause(PAUSE_MS);
    while ((await workflows.count(visibilityQuery)).count > 0) await pause(PAUSE_MS);
  }
}
