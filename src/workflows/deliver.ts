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
  const { retryDelaysSeconds } = input;
  const limit = attemptLimit(retryDelaysSeconds);
  let retryAfterAttempt = 0;
  let progress: DeliveryProgress = { state: 'attempting', attemptNumber: 1, attemptLimit: limit };
  setHandler(retryNowSignal, (request) => {
    const asked = request?.afterAttemptNumber;
    retryAfterAttempt = asked === undefined ? progress.attemptNumber : asked - input.firstAttemptNumber + 1;
  });
  setHandler(progressQuery, () => progress);

  for (let attempt = 1; ; attempt++) {
    progress = { state: 'attempting', attemptNumber: attempt, attemptLimit: limit };
    const failure = await attemptOnce(input, attempt);
    if (!failure) return { status: 'delivered', attempts: attempt };

    const delaySeconds = retryDelaySeconds(retryDelaysSeconds, attempt);
    if (failure.terminal || delaySeconds === undefined) throw exhausted(input, attempt, failure.errorCode);

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
