import type { NativeConnection } from '@temporalio/worker';

const DEADLINE_MS = 2_000;

/** Asks the Temporal server for a sign of life. @throws when it does not answer within 2 s. */
export async function checkTemporal(connection: NativeConnection): Promise<void> {
  await connection.withDeadline(Date.now() + DEADLINE_MS, () => connection.workflowService.getSystemInfo({}));
}
