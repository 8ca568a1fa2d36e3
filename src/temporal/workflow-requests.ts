import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type WorkflowClient,
} from '@temporalio/client';

/** After this whoever asks tries again: a call that waits for a server that is down must not wait on when it is back. */
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
