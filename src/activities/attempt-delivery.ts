import { setTimeout as pause } from 'node:timers/promises';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import type { SigningMaterial } from '../domain/keys/signing-key';
import {
  isTerminal,
  type Attempt,
  type AttemptOutcome,
  type StateAfterAttempt,
} from '../domain/deliveries/attempt';
import type { Delivery } from '../domain/deliveries/delivery';
import {
  DELIVERY_ATTEMPT_FAILED,
  DELIVERY_CANCELLED,
  DESTINATION_BUSY,
  type AttemptFailureDetails,
} from '../workflows/contract';
import type { ActivityDependencies, Admission } from './dependencies';
import { withCurrentSigningKey, type SignableDelivery } from './with-current-signing-key';
import { signatureHeaders } from '../signing/signature-headers';

const HEARTBEAT_MS = 3_000;
/** The workflow grants the activity 40 s beyond the attempt's own deadline. */
const INSIST_MS = 25_000;
const INSIST_PAUSE_MS = 250;

export interface AttemptDeliveryInput {
  readonly deliveryId: string;
  /** 1-based; goes on counting when a delivery is retried after its end. */
  readonly attemptNumber: number;
  /** 1-based within this run: the `Webhook-Attempt` header. */
  readonly attemptInRun: number;
  readonly timeoutSeconds: number;
  /** Wait that follows if this attempt fails; absent for the last one. */
  readonly nextDelaySeconds?: number;
  /** The run was asked for after the delivery's end. */
  readonly revives?: boolean;
}

export interface AttemptDeliveryResult {
  readonly httpStatus: number;
  readonly durationMs: number;
}

/**
 * Makes one attempt and records it, with the delivery's new state. Safe to run twice: an attempt
 * that was recorded is not repeated. (If the process dies between the POST and the record, or the database cannot be
 * written for long, the receiver may see the same `Webhook-Id` twice: at least once. Whoever
 * repeats an attempt proves by a write that it can record it, before it POSTs.)
 *
 * @throws ApplicationFailure `DeliveryAttemptFailed`, not to be retried by Temporal, when the
 * receiver did not accept; `DestinationBusy`, to be retried, when its destination had no place for
 * an attempt. That, and failures of our own, which are thrown as they are, use up no attempt. `DeliveryCancelled`, not to be
 * retried, when the delivery was cancelled and nobody asked for it since.
 */
export async function attemptDelivery(
  deps: ActivityDependencies,
  input: AttemptDeliveryInput,
): Promise<AttemptDeliveryResult> {
  const stopHeartbeat = startHeartbeat(deps.heartbeat);
  try {
    return resultOf(await outcomeOf(deps, input));
  } finally {
    stopHeartbeat();
  }
}

/** Says at intervals that this attempt is under way; says nothing of one that is quick. */
function startHeartbeat(heartbeat: () => void): () => void {
  const timer = setInterval(heartbeat, HEARTBEAT_MS);
  return () => clearInterval(timer);
}

async function outcomeOf(deps: ActivityDependencies, input: AttemptDeliveryInput): Promise<AttemptOutcome> {
  const { deliveryId, attemptNumber } = input;
  const delivery = await deps.deliveries.find(deliveryId);
  if (!delivery) {
    throw ApplicationFailure.nonRetryable(`delivery ${deliveryId} does not exist`, 'DeliveryNotFound');
  }
  const earlier =
    delivery.attemptCount >= attemptNumber
      ? await deps.deliveries.findAttempt(deliveryId, attemptNumber)
      : undefined;
  if (earlier) return earlier.outcome;
  if (delivery.status === 'cancelled' && !input.revives) throw cancelled(delivery);
  return makeAndRecord(deps, delivery, input);
}

function resultOf(outcome: AttemptOutcome): AttemptDeliveryResult {
  if (outcome.kind !== 'delivered') throw attemptFailed(outcome);
  return { httpStatus: outcome.httpStatus, durationMs: outcome.durationMs };
}

async function makeAndRecord(
  deps: ActivityDependencies,
  delivery: Delivery,
  input: AttemptDeliveryInput,
): Promise<AttemptOutcome> {
  // A new run of a delivery that had ended shows at once, also while it waits for a place.
  if (delivery.status !== 'pending') await begin(deps, input);
  const { attempt, replacedBody } = await makeInPlace(deps, delivery, input);
  const after = { ...stateAfter(attempt, input, deps.now()), ...(replacedBody ? { replacedBody } : {}) };
  await insist(deps, () => deps.deliveries.recordAttempt(attempt, after));
  return attempt.outcome;
}

/** A write, so that it also proves that the attempt can be recorded. */
function begin(
  { deliveries, now }: ActivityDependencies,
  { deliveryId, attemptNumber, attemptInRun }: AttemptDeliveryInput,
): Promise<void> {
  return deliveries.markPending(deliveryId, {
    at: now().toISOString(),
    firstAttemptNumber: attemptNumber - attemptInRun + 1,
  });
}

/**
 * Writes again while the database cannot be written: what a receiver answered is known here alone, and lost with a
 * failure of the activity, which Temporal does not even repeat once a cancellation was asked for.
 */
async function insist(
  { isDatabaseUnavailable }: ActivityDependencies,
  write: () => Promise<void>,
): Promise<void> {
  const untilMs = performance.now() + INSIST_MS;
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (!isDatabaseUnavailable(error) || performance.now() > untilMs) throw error;
    }
    await pause(INSIST_PAUSE_MS);
  }
}

interface MadeAttempt {
  readonly attempt: Attempt;
  readonly replacedBody: SignableDelivery['replacedBody'];
}

/** Timestamp, signatures and deadline are of the time after the admission. */
async function makeInPlace(
  deps: ActivityDependencies,
  stored: Delivery,
  input: AttemptDeliveryInput,
): Promise<MadeAttempt> {
  const place = await takePlace(deps, stored);
  let outcome: AttemptOutcome | undefined;
  try {
    if (deps.activityRun() > 1) await begin(deps, input);
    const { delivery, material, replacedBody } = await withCurrentSigningKey(deps, stored);
    const attempt = await makeAttempt(deps, { delivery, material, ...input });
    outcome = attempt.outcome;
    return { attempt, replacedBody };
  } finally {
    place.leave(outcome);
  }
}

interface AttemptRequest {
  readonly delivery: Delivery;
  readonly material: SigningMaterial;
  readonly attemptNumber: number;
  readonly attemptInRun: number;
  readonly timeoutSeconds: number;
}

/** Signs and POSTs a delivery's body once. The timestamp and the signatures are fresh for each attempt. */
async function makeAttempt(
  { sender, now, userAgent }: ActivityDependencies,
  { delivery, material, attemptNumber, attemptInRun, timeoutSeconds }: AttemptRequest,
): Promise<Attempt> {
  const { authScheme, body, uri, successStatuses } = delivery;
  const startedAt = now();
  const signatures = signatureHeaders(
    { authScheme, body, timestampSeconds: Math.floor(startedAt.getTime() / 1000) },
    material,
  );
  const made = { deliveryId: delivery.id, attemptNumber, startedAt: startedAt.toISOString() };
  if (!signatures) return { ...made, requestHeaders: {}, outcome: NOT_SIGNED };

  // Source of the header set: docs/decisions.md D17; docs/contract.md §6.
  const requestHeaders = {
    'Content-Type': 'application/json',
    Accept: '*/*',
    'User-Agent': userAgent,
    ...signatures,
    'Webhook-Id': delivery.id,
    'Webhook-Attempt': String(attemptInRun),
  };
  const outcome = await sender.post({
    url: uri,
    body,
    headers: requestHeaders,
    timeoutMs: timeoutSeconds * 1000,
    successStatuses,
  });
  return { ...made, requestHeaders, outcome };
}

const NOT_SIGNED: AttemptOutcome = {
  kind: 'unreachable',
  errorCode: 'signing_key_disabled',
  errorMessage: 'no enabled key can sign this notification: enable an access key of the product environment',
  durationMs: 0,
};

async function takePlace(
  deps: ActivityDependencies,
  delivery: Delivery,
): Promise<Admission & { kind: 'admitted' }> {
  const { environmentId, uri } = delivery;
  const admission = await deps.admissions.ask({
    environmentId,
    url: uri,
    refusals: deps.activityRun() - 1,
  });
  if (admission.kind === 'admitted') return admission;
  await noteWait(deps, delivery, admission.waitingFor);
  throw ApplicationFailure.create({
    type: DESTINATION_BUSY,
    message: admission.reason,
    nextRetryDelay: admission.retryAfterMs,
    category: ApplicationFailureCategory.BENIGN,
  });
}

/** Writes only what is news: a delivery may be put off hundreds of times. */
async function noteWait(
  { deliveries, now }: ActivityDependencies,
  { id, status, waitingFor: known }: Delivery,
  waitingFor: string,
): Promise<void> {
  if (status !== 'pending' || waitingFor === known) return;
  try {
    await deliveries.markWaiting(id, { waitingFor, at: now().toISOString() });
  } catch {
    // It is put off all the same. What could not be noted is still news the next time.
  }
}

function stateAfter(
  { outcome }: Attempt,
  { nextDelaySeconds }: AttemptDeliveryInput,
  endedAt: Date,
): Pick<StateAfterAttempt, 'status' | 'nextAttemptAt'> {
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

function cancelled({ id }: Delivery): ApplicationFailure {
  return ApplicationFailure.create({
    type: DELIVERY_CANCELLED,
    message: `delivery ${id} was cancelled before this attempt`,
    nonRetryable: true,
    category: ApplicationFailureCategory.BENIGN,
  });
}
