import { ApplicationFailure, sleep, workflowInfo } from '@temporalio/workflow';

const SECONDS = 2;

/** Leaves its thread to nobody else for a long time. */
export async function goOnForEver(): Promise<void> {
  const { now } = workflowInfo().unsafe;
  const endMs = now() + SECONDS * 1000;
  while (now() < endMs);
}

export async function fail(): Promise<void> {
  throw ApplicationFailure.nonRetryable('for a test');
}

export async function endAtOnce(): Promise<string> {
  return 'ended';
}

export async function wait(): Promise<void> {
  await sleep('1 hour');
}
