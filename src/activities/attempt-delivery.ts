import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { isTerminal } from '../domain/attempt';
import type { Attempt, AttemptOutcome } from '../domain/attempt';
import type { Delivery } from '../domain/delivery';
import { DELIVERY_ATTEMPT_FAILED } from '../workflows/contract';
import type { AttemptFailureDetails } from '../workflows/contract';
import type { ActivityDependencies, DeliveryStateAfterAttempt } from './dependencies';
import { makeAttempt } from './make-attempt';
import { withCurrentSigningKey } from './with-current-signing-key';

export interface AttemptDeliveryInput {
  readonly deliveryId: string;
  /** 1-based; goes on counting when a delivery is retried after its end. */
  readonly attemptNumber: number;
  /** 1-based within this run: the `Webhook-Attempt` header. */
  readonly attemptInRun: number;
  readonly timeoutSeconds: number;
  /** Wait that follows if this attempt fails; absent for the last one. */
  readonly nextDelaySeconds?: number;
}

export interface AttemptDeliveryResult {
  readonly httpStatus: number;
  readonly durationMs: number;
}

/**
 * Makes one attempt and records it, with the delivery's new state. Safe to run twice: an attempt
 * that was recorded is not repeated. (If the process dies between the POST and the record, the
 * receiver may see the same `Webhook-Id` twice: at least once.)
 *
 * @throws ApplicationFailure `DeliveryAttemptFailed`, not to be retried by Temporal, when the
 * receiver did not accept. Failures of our own are thrown as they are: Temporal repeats the
 * activity without using up an attempt.
 */
export async function attemptDelivery(
  deps: ActivityDependencies,
  input: AttemptDeliveryInput,
): Promise<AttemptDeliveryResult> {
  const { deliveryId, attemptNumber } = input;
  const delivery = await deps.deliveries.find(deliveryId);
  if (!delivery) {
    throw ApplicationFailure.nonRetryable(`delivery ${deliveryId} does not exist`, 'DeliveryNotFound');
  }
  const earlier =
    delivery.attemptCount >= attemptNumber
      ? await deps.deliveries.findAttempt(deliveryId, attemptNumber)
      : undefined;
  const outcome = earlier?.outcome ?? (await makeAndRecord(deps, delivery, input));
  if (outcome.kind === 'delivered') {
    return { httpStatus: outcome.httpStatus, durationMs: outcome.durationMs };
  }
  throw attemptFailed(outcome);
}

async function makeAndRecord(
  deps: ActivityDependencies,
  stored: Delivery,
  input: AttemptDeliveryInput,
): Promise<AttemptOutcome> {
  const { deliveries, now } = deps;
  if (stored.status !== 'pending') await deliveries.markPending(stored.id, now().toISOString());
  const { delivery, apiSecret, replacedBody } = await withCurrentSigningKey(deps.keys, stored);
  const attempt = await makeAttempt(deps, { delivery, apiSecret, ...input });
  await deliveries.recordAttempt(attempt, {
    ...stateAfter(attempt, input, now()),
    ...(replacedBody ? { replacedBody } : {}),
  });
  return attempt.outcome;
}

function stateAfter(
  { outcome }: Attempt,
  { nextDelaySeconds }: AttemptDeliveryInput,
  endedAt: Date,
): Pick<DeliveryStateAfterAttempt, 'status' | 'nextAttemptAt'> {
  if (outcome.kind === 'delivered') return { status: 'delivered', nextAttemptAt: undefined };
  if (isTerminal(outcome) || nextDelaySeconds === undefined) {
    return { status: 'failed', nextAttemptAt: undefined };
  }
  const nextAttemptAt = new Date(endedAt.getTime() + nextDelaySeconds * 1000).toISOString();
  return { status: 'pending', nextAttemptAt };
}

function attemptFailed(outcome: Exclude<AttemptOutcome, { kind: 'delivered' }>): ApplicationFailure {
  const details: AttemptFailureDetails = {
    ...(outcome.kind === 'rejected' ? { httpStatus: outcome.httpStatus } : {}),
    errorCode: outcome.errorCode,
    durationMs: outcome.durationMs,
    terminal: isTerminal(outcome),
  };
  return ApplicationFailure.create({
    type: DELIVERY_ATTEMPT_FAILED,
    message: outcome.errorMessage,
    nonRetryable: true,
    category: ApplicationFailureCategory.BENIGN,
    details: [details],
  });
}
