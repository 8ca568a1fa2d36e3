import { WorkflowNotFoundError } from '@temporalio/client';
import type { WorkflowClient, WorkflowExecutionDescription } from '@temporalio/client';
import type { RunState } from '../domain/deliveries/lost-run';

/** Asks Temporal where the latest run under a workflow's id stands. @throws when Temporal does not answer. */
export async function runStateOf(workflows: WorkflowClient, workflowId: string): Promise<RunState> {
  const description = await describe(workflows, workflowId);
  return description ? stateOf(description) : { kind: 'missing' };
}

/** One of these in an id would have to be escaped in a query. */
const NEEDS_ESCAPE = /["'\\`]/;

/**
 * Finds those that have a run under way, by one query of Temporal's list: far cheaper than a request for each. What the
 * list does not name, or names late, is to be asked for by {@link runStateOf}.
 *
 * @throws when Temporal does not answer.
 */
export async function findRunning<Item>(
  workflows: WorkflowClient,
  items: readonly Item[],
  workflowIdOf: (item: Item) => string,
): Promise<ReadonlySet<Item>> {
  const byWorkflowId = new Map(items.map((item) => [workflowIdOf(item), item]));
  const ids = [...byWorkflowId.keys()].filter((id) => !NEEDS_ESCAPE.test(id)).map((id) => `"${id}"`);
  const found = new Set<Item>();
  if (ids.length === 0) return found;
  const query = `WorkflowId IN (${ids.join(', ')}) AND ExecutionStatus = "Running"`;
  for await (const { workflowId } of workflows.list({ query, pageSize: ids.length })) {
    const item = byWorkflowId.get(workflowId);
    if (item !== undefined) found.add(item);
  }
  return found;
}

/** What an event's workflow does with deliveries that have no workflow of their own. */
interface DispatchState {
  /** Whether it has work in hand: it resolves destinations, or makes first attempts. */
  readonly isAtWork: boolean;
  /** Whether it is starting this child. */
  readonly isStarting: (workflowId: string) => boolean;
}

/** Asks Temporal what an event's workflow does. One that has ended, or is not known, does nothing. @throws when Temporal does not answer. */
export async function dispatchStateOf(workflows: WorkflowClient, workflowId: string): Promise<DispatchState> {
  const description = await describe(workflows, workflowId);
  if (description?.status.name !== 'RUNNING') return { isAtWork: false, isStarting: () => false };
  const { pendingWorkflowTask, pendingChildren } = description.raw;
  return {
    isAtWork: Boolean(pendingWorkflowTask),
    isStarting: (childId) =>
      pendingChildren?.some((child) => child.workflowId === childId && !child.runId) ?? false,
  };
}

/** @returns `undefined` for a workflow that Temporal does not know. */
async function describe(
  workflows: WorkflowClient,
  workflowId: string,
): Promise<WorkflowExecutionDescription | undefined> {
  try {
    return await workflows.getHandle(workflowId).describe();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
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

function stateOf({ status: { name }, raw, closeTime }: WorkflowExecutionDescription): RunState {
  const status = CLOSED[name];
  if (status === undefined) return { kind: 'running' };
  return {
    kind: 'closed',
    status,
    wasCancelRequested: raw.workflowExtendedInfo?.cancelRequested ?? false,
    ...(closeTime && { closedAt: closeTime.toISOString() }),
  };
}
