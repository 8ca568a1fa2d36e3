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

/** What an event's workflow does with deliveries that have no workflow of their own. */
export interface DispatchState {
  /** Whether it has work in hand: it resolves destinations, or makes first attempts. */
  readonly isAtWork: boolean;
  /** Whether it is starting this child. */
  readonly isStarting: (workflowId: string) => boolean;
}

/** Asks Temporal what an event's workflow does. One that has ended, or is not known, does nothing. @throws when Temporal does not answer. */
export async function dispatchStateOf(workflows: WorkflowClient, workflowId: string): Promise<DispatchState> {
  try {
    const { status, raw } = await workflows.getHandle(workflowId).describe();
    const children = status.name === 'RUNNING' ? (raw.pendingChildren ?? []) : [];
    return {
      isAtWork: status.name === 'RUNNING' && Boolean(raw.pendingWorkflowTask),
      isStarting: (childId) => children.some((child) => child.workflowId === childId && !child.runId),
    };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { isAtWork: false, isStarting: () => false };
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
