import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';

const DEADLINE_MS = 30_000;
const POLL_MS = 200;

/** Waits until no workflow runs, so that what one round leaves behind is not paid by the next. */
export async function untilNoWorkflowRuns({ workflow }: Client): Promise<void> {
  const endsAt = Date.now() + DEADLINE_MS;
  while ((await workflow.count('ExecutionStatus = "Running"')).count > 0 && Date.now() < endsAt) {
    await sleep(POLL_MS);
  }
}
