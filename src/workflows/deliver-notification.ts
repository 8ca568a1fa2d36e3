import { CancelledFailure } from '@temporalio/common';
import {
  ApplicationFailure,
  CancellationScope,
  condition,
  isCancellation,
  proxyActivities,
  setHandler,
} from '@temporalio/workflow';
import type { Activities } from '../activities';
import { attemptLimit, retryDelaySeconds } from '../domain/deliveries/retry-schedule';
import { attemptOnce } from './attempt-once';
import { DELIVERY_EXHAUSTED, progressQuery, retryNowSignal, inWords } from './contract';
import type { DeliverNotificationInput, DeliverNotificationResult, DeliveryProgress } from './contract';

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
