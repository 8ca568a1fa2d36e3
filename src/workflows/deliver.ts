import { ApplicationFailure, condition, setHandler } from '@temporalio/workflow';
import { attemptLimit, retryDelaySeconds } from '../domain/retry-schedule';
import { attemptOnce } from './attempt-once';
import { DELIVERY_EXHAUSTED, progressQuery, retryNowSignal } from './contract';
import type { DeliverNotificationInput, DeliverNotificationResult, DeliveryProgress } from './contract';
import { inWords } from './in-words';

/**
 * Makes one attempt and, while the receiver does not accept, waits and makes the next, until the
 * retry schedule is exhausted. A plain function, so that any workflow can run it.
 *
 * @throws ApplicationFailure `DeliveryExhausted`.
 */
export async function deliver(input: DeliverNotificationInput): Promise<DeliverNotificationResult> {
  const { retryDelaysSeconds, attemptsMade = 0 } = input;
  const limit = attemptLimit(retryDelaysSeconds);
  let retryAfterAttempt = 0;
  let progress: DeliveryProgress = {
    state: 'attempting',
    attemptNumber: attemptsMade + 1,
    attemptLimit: limit,
  };
  setHandler(retryNowSignal, (request) => {
    const asked = request?.afterAttemptNumber;
    retryAfterAttempt = asked === undefined ? progress.attemptNumber : asked - input.firstAttemptNumber + 1;
  });
  setHandler(progressQuery, () => progress);

  for (let attempt = attemptsMade + 1; ; attempt++) {
    progress = { state: 'attempting', attemptNumber: attempt, attemptLimit: limit };
    const end = await attemptOnce(input, attempt);
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
