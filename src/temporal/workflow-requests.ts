import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type WorkflowClient,
  type WorkflowExecutionDescription,
} from '@temporalio/client';
import type { RunState } from '../domain/deliveries/retry-schedule';
import { DELIVER_NOTIFICATION, SEARCH_ATTRIBUTES } from '../workflows/contract';

/**
 * After this whoever asks tries again: a call that waits for a server that is down must not wait on when it is back.
 */
const DEADLINE_MS = 5_000;

/** Asks Temporal with a deadline. @throws when it does not answer within 5 s. */
export function inTime<Result>(workflows: WorkflowClient, request: () => Promise<Result>): Promise<Result> {
  return workflows.withDeadline(Date.now() + DEADLINE_MS, request);
}

/** @returns `false` when no such workflow is running. */
export async function ifFound(request: Promise<unknown>): Promise<boolean> {
  try {
    await request;
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** @returns `false` when its id was started before, or in this moment. */
export async function ifNotRunning(start: Promise<unknown>): Promise<boolean> {
  try {
    await start;
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}

/** Asks Temporal where the latest run under a workflow's id stands. @throws when Temporal does not answer. */
export async function runStateOf(workflows: WorkflowClient, workflowId: string): Promise<RunState> {
  const description = await describe(workflows, workflowId);
  return description ? stateOf(description) : { kind: 'missing' };
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

/**
 * Asks Temporal what an event's workflow does. One that has ended, or is not known, does nothing.
 *
 * @throws when Temporal does not answer.
 */
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

interface ForgetWorkflowsOptions {
  readonly workflows: WorkflowClient;
  readonly namespace: string;
}

const PAUSE_MS = 50;

/**
 * Has Temporal delete all workflows that product environments of a cloud name have had so far, running ones and
 * histories alike. Their ids are free then for another product environment of that name.
 *
 * @throws when that is not done within 5 s; what Temporal was told by then, it goes on with.
 */
export function createForgetWorkflows({ workflows, namespace }: ForgetWorkflowsOptions) {
  return async (cloudName: string): Promise<void> => {
    // A cloud name has no quotes.
    const all = `${SEARCH_ATTRIBUTES.cloudName} = '${cloudName}' AND StartTime <= '${new Date().toISOString()}'`;
    const reason = `product environment ${cloudName} was deleted`;
    await inTime(workflows, async () => {
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

/** Where workflows can be seen. */
export interface TemporalUi {
  readonly namespace: string;
  /** Address of the Temporal UI, without a slash at the end. */
  readonly uiUrl: string | undefined;
}

/** Page of a workflow in the Temporal UI; `undefined` when no UI is known. */
export function workflowPage({ uiUrl, namespace }: TemporalUi, workflowId: string): string | undefined {
  return uiUrl && `${uiUrl}/namespaces/${namespace}/workflows/${encodeURIComponent(workflowId)}`;
}
