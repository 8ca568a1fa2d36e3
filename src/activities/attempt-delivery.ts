import { setTimeout as pause } from 'node:timers/promises';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import type { Attempt, AttemptOutcome, OutgoingPost } from '../domain/deliveries/attempt';
import type { AttemptedDelivery, Delivery } from '../domain/deliveries/delivery';
import type { SigningMaterial } from '../domain/keys/signing-key';
import { notificationHeaders } from '../signing/notification-headers';
import { DELIVERY_ATTEMPT_FAILED, DELIVERY_CANCELLED } from '../workflows/contract';
import type { AttemptUnderWay } from '../workflows/contract';
import { failureDetails, insistOnRecord, stateAfter } from './record-attempt';
import type { AttemptRecording, AttemptsUnderWay, NotAccepted } from './record-attempt';
import { startHeartbeat } from './start-heartbeat';
import { takePlace, type PlaceDependencies } from './take-place';
import { withCurrentSigningKey } from './with-current-signing-key';
import type { SignableDelivery, SigningSources } from './with-current-signing-key';

/** Between looks for the record of an attempt that another process makes. */
const LOOK_PAUSE_MS = 250;

export interface AttemptDependencies
  extends AttemptMaking, AttemptRecording, SigningSources, PlaceDependencies {
  readonly deliveries: DeliveryAttempts;
  readonly underWay: AttemptsUnderWay;
  /** Notifies Temporal that the present activity is in progress. */
  readonly heartbeat: () => void;
  /** Told of each further attempt when it begins, unless it was deferred or repeated. Both are ISO text, UTC. */
  readonly retryBegun?: (dueAt: string, begunAt: string) => void;
}

type RecordedAndWaiting = AttemptRecording['deliveries'] & PlaceDependencies['deliveries'];

export interface DeliveryAttempts extends RecordedAndWaiting {
  find(deliveryId: string): Promise<Delivery | undefined>;
  findAttempt(deliveryId: string, attemptNumber: number): Promise<Attempt | undefined>;
  /** Makes a delivery `pending`, in a schedule, and no longer waiting for a place. */
  markPending(
    deliveryId: string,
    schedule: {
      /** ISO text, UTC. */
      readonly at: string;
      readonly firstAttemptNumber: number;
    },
  ): Promise<void>;
}

export interface AttemptDeliveryInput {
  readonly deliveryId: string;
  /** 1-based; keeps counting when a delivery is retried after its end. */
  readonly attemptNumber: number;
  /** 1-based within this run: the `Webhook-Attempt` header. */
  readonly attemptInRun: number;
  readonly timeoutSeconds: number;
  /** Wait that follows if this attempt fails; absent for the last one. */
  readonly nextDelaySeconds?: number;
  /** The run was asked for after the delivery's end. */
  readonly revives?: boolean;
  /** This attempt was begun before, in its event's workflow. */
  readonly underWay?: AttemptUnderWay;
}

export interface AttemptDeliveryResult {
  readonly httpStatus: number;
  readonly durationMs: number;
}

/**
 * Makes one attempt and records it, with the delivery's new state. Safe to run twice: a recorded attempt is not
 * repeated.
 *
 * The receiver may see the same `Webhook-Id` twice if the process dies between the POST and the record, or if the
 * database cannot be written for long: at least once. Before it POSTs, a repeated attempt proves by a write that it can
 * be recorded.
 *
 * @throws ApplicationFailure `DeliveryAttemptFailed`, not to be retried by Temporal, when the receiver did not accept;
 * `DestinationBusy`, to be retried, when its destination had no place for an attempt. That, and failures of our own,
 * which are thrown unchanged, use up no attempt. `DeliveryCancelled`, not to be retried, when the delivery was
 * cancelled and nobody asked for it since.
 */
export async function attemptDelivery(
  deps: AttemptDependencies,
  input: AttemptDeliveryInput,
): Promise<AttemptDeliveryResult> {
  const stopHeartbeat = startHeartbeat(deps.heartbeat);
  try {
    return resultOf((await outcomeOfBegun(deps, input)) ?? (await outcomeOf(deps, input)));
  } finally {
    stopHeartbeat();
  }
}

/**
 * Waits for the end of an attempt that was begun before, whoever makes it. Source: docs/decisions.md D42.
 *
 * @returns `undefined` when there is no such attempt, or when it was not recorded in time.
 */
async function outcomeOfBegun(
  { underWay, deliveries, now }: AttemptDependencies,
  { deliveryId, attemptNumber, underWay: begun }: AttemptDeliveryInput,
): Promise<AttemptOutcome | undefined> {
  if (!begun) return undefined;
  const here = underWay.find(deliveryId);
  if (here) return here;
  while (begun.worker !== underWay.worker && now().toISOString() < begun.until) {
    const recorded = await deliveries.findAttempt(deliveryId, attemptNumber);
    if (recorded) return recorded.outcome;
    await pause(LOOK_PAUSE_MS);
  }
  return undefined;
}

async function outcomeOf(deps: AttemptDependencies, input: AttemptDeliveryInput): Promise<AttemptOutcome> {
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
  deps: AttemptDependencies,
  delivery: Delivery,
  input: AttemptDeliveryInput,
): Promise<AttemptOutcome> {
  const begunAt = deps.now().toISOString();
  // A new run of a delivery that had ended shows at once, also while it waits for a place.
  if (delivery.status !== 'pending') await begin(deps, input);
  const { attempt, replacedBody } = await makeInPlace(deps, delivery, input);
  const state = stateAfter(attempt, input.nextDelaySeconds, deps.now());
  const after = { ...state, ...(replacedBody ? { replacedBody } : {}) };
  await insistOnRecord(deps, { delivery, attempt, after, begunAt });
  return attempt.outcome;
}

/** A write, so that it also proves that the attempt can be recorded. */
function begin(
  { deliveries, now }: AttemptDependencies,
  { deliveryId, attemptNumber, attemptInRun }: AttemptDeliveryInput,
): Promise<void> {
  return deliveries.markPending(deliveryId, {
    at: now().toISOString(),
    firstAttemptNumber: attemptNumber - attemptInRun + 1,
  });
}

interface MadeAttempt {
  readonly attempt: Attempt;
  readonly replacedBody: SignableDelivery['replacedBody'];
}

/** Timestamp, signatures and deadline are of the time after the admission. */
async function makeInPlace(
  deps: AttemptDependencies,
  stored: Delivery,
  input: AttemptDeliveryInput,
): Promise<MadeAttempt> {
  const { nextAttemptAt } = stored;
  const mayTell = nextAttemptAt !== undefined && deps.activityRun() === 1;
  if (mayTell) deps.retryBegun?.(nextAttemptAt, deps.now().toISOString());
  const place = await takePlace(deps, stored);
  let outcome: AttemptOutcome | undefined;
  try {
    const mayHaveBeenMade = deps.activityRun() > 1 || input.underWay !== undefined;
    if (mayHaveBeenMade) await begin(deps, input);
    const { delivery, material, replacedBody } = await withCurrentSigningKey(deps, stored);
    const attempt = await makeAttempt(deps, { delivery, material, ...input });
    outcome = attempt.outcome;
    return { attempt, replacedBody };
  } finally {
    place.leave(outcome);
  }
}

interface Sender {
  /** Never rejects because of what the receiver did: that is an outcome. */
  post(request: Required<OutgoingPost>): Promise<AttemptOutcome>;
}

export interface AttemptMaking {
  readonly sender: Sender;
  /** Names this software and its version to receivers. */
  readonly userAgent: string;
  readonly now: () => Date;
  /** The header `traceparent` of an attempt, where receivers get one. */
  readonly traceparentOf?: (delivery: AttemptedDelivery, attemptNumber: number) => string | undefined;
}

export interface AttemptRequest {
  readonly delivery: AttemptedDelivery & Pick<Delivery, 'authScheme' | 'body' | 'successStatuses'>;
  readonly material: SigningMaterial;
  /** 1-based; keeps counting when a delivery is retried after its end. */
  readonly attemptNumber: number;
  /** 1-based within this run: the `Webhook-Attempt` header. */
  readonly attemptInRun: number;
  readonly timeoutSeconds: number;
}

const NOT_SIGNED: AttemptOutcome = {
  kind: 'unreachable',
  errorCode: 'signing_key_disabled',
  errorMessage: 'no enabled key can sign this notification: enable an access key of the product environment',
  durationMs: 0,
};

/** Signs and POSTs a delivery's body once. The timestamp and the signatures are fresh for each attempt. */
export async function makeAttempt(
  { sender, now, userAgent, traceparentOf }: AttemptMaking,
  { delivery, material, attemptNumber, attemptInRun, timeoutSeconds }: AttemptRequest,
): Promise<Attempt> {
  const { authScheme, body, uri, successStatuses } = delivery;
  const startedAt = now();
  const timestampSeconds = Math.floor(startedAt.getTime() / 1000);
  const signedHeaders = notificationHeaders(
    { id: delivery.id, authScheme, body, timestampSeconds, attemptInRun, userAgent },
    material,
  );
  const made = { deliveryId: delivery.id, attemptNumber, startedAt: startedAt.toISOString() };
  if (!signedHeaders) return { ...made, requestHeaders: {}, outcome: NOT_SIGNED };
  const traceparent = traceparentOf?.(delivery, attemptNumber);
  const requestHeaders = { ...signedHeaders, ...(traceparent !== undefined && { traceparent }) };

  const outcome = await sender.post({
    url: uri,
    body,
    headers: requestHeaders,
    timeoutMs: timeoutSeconds * 1000,
    successStatuses,
  });
  return { ...made, requestHeaders, outcome };
}

function attemptFailed(outcome: NotAccepted): ApplicationFailure {
  return ApplicationFailure.create({
    type: DELIVERY_ATTEMPT_FAILED,
    message: outcome.errorMessage,
    nonRetryable: true,
    category: ApplicationFailureCategory.BENIGN,
    details: [failureDetails(outcome)],
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
