import {
  ActivityCancellationType,
  ActivityFailure,
  ApplicationFailure,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
} from '@temporalio/workflow';
import type { Activities } from '../activities';
import { attemptLimit, retryDelaySeconds } from '../domain/deliveries/retry-schedule';
import { DELIVERY_ATTEMPT_FAILED, DELIVERY_CANCELLED } from './contract';
import type { AttemptFailureDetails, AttemptUnderWay, DeliverNotificationInput } from './contract';

/**
 * The time that an attempt may take beyond its own deadline: loading, a second's wait for a place, signing and
 * recording, which is tried again and again.
 */
const MARGIN_SECONDS = 40;
/** An attempt that takes longer than a few seconds says now and then that its worker is alive. */
const HEARTBEAT_TIMEOUT = '15 seconds';

/** Reading, and the wait for a quick attempt. */
const QUICK_TIMEOUT = '10 seconds';

type AttemptEnd = 'accepted' | 'cancelled' | AttemptFailureDetails;

/**
 * Runs one attempt.
 *
 * A failure of our own (the database is down, the worker died) and a destination without a free place
 * are repeated by Temporal for as long as it takes, under the same attempt number. A cancellation waits for the attempt's end, since a
 * POST cannot be taken back.
 *
 * @param attempt 1-based, within this run.
 * @returns why the receiver did not accept; or that it did, or that none was made since the delivery was cancelled before.
 */
export async function attemptOnce(input: DeliverNotificationInput, attempt: number): Promise<AttemptEnd> {
  if (attempt > 1) return attemptByActivity(input, attempt);
  if (!input.triesQuickly) return attemptByActivity(input, attempt, input.underWay);
  const { end, underWay } = await attemptWithinTask(input);
  return end ?? attemptByActivity(input, attempt, underWay);
}

interface AttemptWithinTask {
  readonly end?: AttemptEnd;
  /** The attempt that an ordinary activity takes over. */
  readonly underWay?: AttemptUnderWay;
}

/** Makes the first attempt within the task of the workflow, if the worker knows that it is quick. Source: docs/decisions.md D42. */
async function attemptWithinTask({
  deliveryId,
  attemptTimeoutSeconds: timeoutSeconds,
  retryDelaysSeconds,
}: DeliverNotificationInput): Promise<AttemptWithinTask> {
  const nextDelaySeconds = retryDelaySeconds(retryDelaysSeconds, 1);
  const { attemptQuickly } = proxyLocalActivities<Activities>({
    startToCloseTimeout: QUICK_TIMEOUT,
    retry: { maximumAttempts: 1 },
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    summary: `POST, attempt 1 of ${attemptLimit(retryDelaysSeconds)}`,
  });
  try {
    const standing = await attemptQuickly({
      deliveryId,
      timeoutSeconds,
      ...(nextDelaySeconds === undefined ? {} : { nextDelaySeconds }),
    });
    switch (standing.kind) {
      case 'delivered':
        return { end: 'accepted' };
      case 'failed':
      case 'cancelled':
        return { end: standing.lastFailure };
      case 'under_way':
        return { underWay: standing.underWay };
      case 'not_made':
        return {};
    }
  } catch (error) {
    if (isCancellation(error)) throw error;
    // A failure of our own before the POST: an activity of its own repeats it for as long as it takes, in sight.
    return {};
  }
}

/** @param underWay an attempt of this number that was begun before. */
async function attemptByActivity(
  input: DeliverNotificationInput,
  attempt: number,
  underWay?: AttemptUnderWay,
): Promise<AttemptEnd> {
  const limit = attemptLimit(input.retryDelaysSeconds);
  const nextDelaySeconds = retryDelaySeconds(input.retryDelaysSeconds, attempt);
  const { attemptDelivery } = proxyActivities<Activities>({
    startToCloseTimeout: (input.attemptTimeoutSeconds + MARGIN_SECONDS) * 1000,
    heartbeatTimeout: HEARTBEAT_TIMEOUT,
    retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    summary: `POST, attempt ${attempt} of ${limit}`,
  });
  try {
    await attemptDelivery({
      deliveryId: input.deliveryId,
      attemptNumber: input.firstAttemptNumber + attempt - 1,
      attemptInRun: attempt,
      timeoutSeconds: input.attemptTimeoutSeconds,
      ...(nextDelaySeconds === undefined ? {} : { nextDelaySeconds }),
      ...(input.revives ? { revives: true } : {}),
      ...(underWay ? { underWay } : {}),
    });
    return 'accepted';
  } catch (error) {
    const cause = error instanceof ActivityFailure ? error.cause : undefined;
    if (!(cause instanceof ApplicationFailure)) throw error;
    if (cause.type === DELIVERY_CANCELLED) return 'cancelled';
    if (cause.type !== DELIVERY_ATTEMPT_FAILED) throw error;
    return cause.details?.[0] as AttemptFailureDetails;
  }
}
