import { CancelledFailure } from '@temporalio/common';
import {
  ActivityCancellationType,
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  condition,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
} from '@temporalio/workflow';
import type { Activities } from '../activities';
import { attemptLimit, retryDelaySeconds } from '../domain/deliveries/retry-schedule';
import {
  DELIVERY_ATTEMPT_FAILED,
  DELIVERY_CANCELLED,
  DELIVERY_EXHAUSTED,
  inWords,
  progressQuery,
  retryNowSignal,
} from './contract';
import type {
  AttemptFailureDetails,
  AttemptUnderWay,
  DeliverNotificationInput,
  DeliverNotificationResult,
  DeliveryProgress,
} from './contract';

/**
 * The time that an attempt may take beyond its own deadline: loading, a second's wait for a place, signing and
 * recording, which is tried again and again.
 */
const MARGIN_SECONDS = 40;
/** An attempt that takes longer than a few seconds says now and then that its worker is alive. */
const HEARTBEAT_TIMEOUT = '15 seconds';

/** Reading, and the wait for a quick attempt. */
const QUICK_TIMEOUT = '10 seconds';

const { recordCancellation } = proxyActivities<Activities>({
  startToCloseTimeout: '10 seconds',
  retry: { maximumInterval: '30 seconds' },
});

/**
 * Delivers one notification. Fails with `DeliveryExhausted` when the receiver accepted no attempt,
 * so that the Temporal UI lists it under failed; a cancellation is recorded before it ends.
 */
export async function deliverNotification(
  input: DeliverNotificationInput,
): Promise<DeliverNotificationResult> {
  try {
    return await deliver(input);
  } catch (error) {
    if (!isCausedByCancellation(error)) throw error;
    await CancellationScope.nonCancellable(() => recordCancellation({ deliveryId: input.deliveryId }));
    throw isCancellation(error) ? error : new CancelledFailure('cancelled while an attempt was under way');
  }
}

/**
 * Temporal does not repeat an activity once a cancellation was asked for. A deferred attempt, or one that a failure of
 * our own ended, then fails for good, with an error that does not mention the cancellation. An exhausted delivery has
 * ended before it could be cancelled.
 */
function isCausedByCancellation(error: unknown): boolean {
  if (isCancellation(error)) return true;
  const hasEnded = error instanceof ApplicationFailure && error.type === DELIVERY_EXHAUSTED;
  return CancellationScope.current().consideredCancelled && !hasEnded;
}

/**
 * Makes one attempt and, while the receiver does not accept, waits and makes the next, until the
 * retry schedule is exhausted.
 *
 * @throws ApplicationFailure `DeliveryExhausted`.
 */
async function deliver(input: DeliverNotificationInput): Promise<DeliverNotificationResult> {
  const { retryDelaysSeconds, attemptsMade = 0, lastFailure } = input;
  const limit = attemptLimit(retryDelaysSeconds);
  let retryAfterAttempt = 0;
  // A first attempt that the event's workflow made is over: the wait after it comes first.
  const first = lastFailure ? attemptsMade : attemptsMade + 1;
  let progress: DeliveryProgress = { state: 'attempting', attemptNumber: first, attemptLimit: limit };
  setHandler(retryNowSignal, (request) => {
    const asked = request?.afterAttemptNumber;
    retryAfterAttempt = asked === undefined ? progress.attemptNumber : asked - input.firstAttemptNumber + 1;
  });
  setHandler(progressQuery, () => progress);

  for (let attempt = first; ; attempt++) {
    progress = { state: 'attempting', attemptNumber: attempt, attemptLimit: limit };
    const isMade = lastFailure !== undefined && attempt === attemptsMade;
    const end = isMade ? lastFailure : await attemptOnce(input, attempt);
    if (end === 'accepted') return { status: 'delivered', attempts: attempt - attemptsMade };
    if (end === 'cancelled') return { status: 'cancelled', attempts: attempt - attemptsMade - 1 };

    const delaySeconds = retryDelaySeconds(retryDelaysSeconds, attempt);
    if (end.terminal || delaySeconds === undefined) throw exhausted(input, attempt, end.errorCode);

    progress = { state: 'waiting', attemptNumber: attempt, attemptLimit: limit };
    await condition(() => retryAfterAttempt >= attempt, delaySeconds * 1000, {
      summary: `wait ${inWords(delaySeconds)} before attempt ${attempt + 1}`,
    });
  }
}

function exhausted(
  { destinationLabel }: DeliverNotificationInput,
  attempts: number,
  errorCode: string,
): ApplicationFailure {
  return ApplicationFailure.create({
    type: DELIVERY_EXHAUSTED,
    message: `${destinationLabel} did not accept: ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}, the last one ended with ${errorCode}`,
    nonRetryable: true,
  });
}

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
