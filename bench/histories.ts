import type { Client } from '@temporalio/client';

/** How many events a workflow's history has: what the engine had to write. */
export interface HistoryLengths {
  readonly parent: HistoryLength;
  readonly child: HistoryLength;
}

export interface HistoryLength {
  readonly events: number;
  readonly workflowTasks: number;
}

/** Looks at one event's workflow, and at the first of its children. */
export async function fetchHistoryLengths(
  { workflow }: Client,
  parentWorkflowId: string,
): Promise<HistoryLengths> {
  const parent = await workflow.getHandle(parentWorkflowId).fetchHistory();
  const childId = parent.events
    ?.map((event) => event.childWorkflowExecutionStartedEventAttributes?.workflowExecution?.workflowId)
    .find((id) => typeof id === 'string');
  if (childId === undefined) throw new Error(`${parentWorkflowId} has started no child`);
  const child = await workflow.getHandle(childId).fetchHistory();
  return { parent: lengthOf(parent), child: lengthOf(child) };
}

type History = Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>;

function lengthOf({ events }: History): HistoryLength {
  const all = events ?? [];
  return {
    events: all.length,
    workflowTasks: all.filter((event) => event.workflowTaskCompletedEventAttributes).length,
  };
}
