import { CancelledFailure } from '@temporalio/common';
import {
  CancellationScope,
  continueAsNew,
  isCancellation,
  proxyActivities,
  sleep,
} from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { RunBulkActionInput } from './contract';

const { advanceBulkAction } = proxyActivities<Activities>({
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '10 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
});

/** The number of steps after which the workflow begins a new history: 1,000 deliveries at the usual rate. */
const STEPS_PER_RUN = 100;
const STEP_MS = 1_000;

/**
 * Goes through the deliveries of a bulk action, at most a batch a second. Its progress is in the database, so a run
 * that replaces a lost one continues there. A cancellation takes effect after the present batch, and is recorded.
 */
export async function runBulkAction(input: RunBulkActionInput): Promise<void> {
  const { cloudName, bulkActionId } = input;
  const advance = (isCancelled: boolean) =>
    CancellationScope.nonCancellable(() =>
      advanceBulkAction({ cloudName, bulkActionId, ...(isCancelled && { isCancelled }) }),
    );
  try {
    for (let step = 0; step < STEPS_PER_RUN; step++) {
      const pausing = sleep(STEP_MS, { summary: 'no more than a batch a second' });
      // A cancellation ends the pause at once; it counts after the batch.
      pausing.catch(() => undefined);
      const { ended } = await advance(false);
      if (ended) return;
      await pausing;
    }
    // Asked for within this very task: the next run would know nothing of it.
    if (CancellationScope.current().consideredCancelled) throw new CancelledFailure('cancelled');
  } catch (error) {
    if (!isCancellation(error)) throw error;
    while (!(await advance(true)).ended);
    throw error;
  }
  await continueAsNew<typeof runBulkAction>(input);
}
