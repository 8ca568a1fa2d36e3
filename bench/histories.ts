import type { Client } from '@temporalio/client';

/** How many events a workflow's history has: what the engine had to write. */
export interface HistoryLengths {
  readonly parent: HistoryLength;
  /** Of the first child; `undefined` when the parent started none. */
  readonly child: HistoryLength | undefined;
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
  const [childId] = childWorkflowIds(parent);
  const child =
    childId === undefined ? undefined : lengthOf(await workflow.getHandle(childId).fetchHistory());
  return { parent: lengthOf(parent), child };
}

type History = Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>;

/** Of the children that a workflow has started. */
export function childWorkflowIds({ events }: History): string[] {
  return (events ?? []).flatMap(
    (event) => event.childWorkflowExecutionStartedEventAttributes?.workflowExecution?.workflowId ?? [],
  );
}

function lengthOf({ events }: History): HistoryLength {
  const all = events ?? [];
  return {
    events: all.length,
    workflowTasks: all.filter((event) => event.workflowTaskCompletedEventAttributes).length,
  };
}
