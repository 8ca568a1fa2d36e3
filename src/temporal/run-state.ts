import { WorkflowNotFoundError } from '@temporalio/client';
import type { WorkflowClient, WorkflowExecutionDescription } from '@temporalio/client';
import type { RunState } from '../domain/deliveries/lost-run';

/** Asks Temporal where the latest run under a workflow's id stands. @throws when Temporal does not answer. */
export async function runStateOf(workflows: WorkflowClient, workflowId: string): Promise<RunState> {
  try {
    return stateOf(await workflows.getHandle(workflowId).describe());
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { kind: 'missing' };
    throw error;
  }
}

type Closed = Extract<RunState, { kind: 'closed' }>;

/** Any other status is one of a run that goes on. */
const CLOSED: Readonly<Record<string, Closed['status']>> = {
  COMPLETED: 'completed',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
  TERMINATED: 'terminated',
  TIMED_OUT: 'timed_out',
};

function stateOf({ status: { name }, raw }: WorkflowExecutionDescription): RunState {
  const status = CLOSED[name];
  if (status === undefined) return { kind: 'running' };
  return {
    kind: 'closed',
    status,
    wasCancelRequested: raw.workflowExtendedInfo?.cancelRequested ?? false,
  };
}
