import { condition, proxyLocalActivities, setHandler, sleep } from '@temporalio/workflow';
import type { Activities } from '../activities';
import type { Overdue } from '../domain/operations/operation';
import { reportedSignal, type TrackOperationInput, type TrackOperationResult, inWords } from './contract';

const { advanceOperation } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '10 seconds',
  retry: { maximumInterval: '30 seconds' },
});

/**
 * Tracks one operation. It takes in the reports about it, in whatever order and however often, until its upload and all
 * its eager transformations have ended. Their deadlines make sure of that.
 */
export async function trackOperation({
  deadlineSeconds,
  ...operation
}: TrackOperationInput): Promise<TrackOperationResult> {
  let isReported = false;
  let overdue: Overdue | undefined;
  setHandler(reportedSignal, () => void (isReported = true));
  // A cancellation ends the wait below as well, and there it counts.
  watchDeadlines(deadlineSeconds, (which) => (overdue = which)).catch(() => undefined);

  for (;;) {
    await condition(() => isReported || overdue !== undefined);
    const input = { ...operation, ...(overdue ? { overdue } : {}) };
    isReported = false;
    overdue = undefined;
    const { ended, emitted } = await advanceOperation(input);
    // A report that came meanwhile is applied before the end, so that none stays unanswered.
    if (ended && !isReported) return { emitted };
  }
}

async function watchDeadlines(deadlineSeconds: number, pass: (which: Overdue) => void): Promise<void> {
  for (const which of ['eager', 'upload'] as const) {
    const summary = `wait ${inWords(deadlineSeconds)} for the ${which === 'eager' ? 'eager transformations' : 'upload'}`;
    await sleep(deadlineSeconds * 1000, { summary });
    pass(which);
  }
}
