import type { AttemptOutcome } from '../domain/deliveries/attempt';
import type { DeliveryStatus, Delivery } from '../domain/deliveries/delivery';
import type { AttemptFailureDetails, AttemptUnderWay } from '../workflows/contract';
import { makeAttempt, type AttemptMaking, type AttemptRequest } from './attempt-delivery';
import { failureDetails, insistOnRecord, stateAfter } from './record-attempt';
import type { AttemptRecording, AttemptsUnderWay } from './record-attempt';
import type { AttemptPlace } from './take-place';
import type { SigningKeys } from './with-current-signing-key';

/** How long a workflow waits for an attempt at a destination that is known to be quick. */
export const MAX_QUICK_WAIT_MS = 1_000;

export interface QuickAttemptDependencies extends AttemptMaking, AttemptRecording {
  readonly admissions: QuickAdmissions;
  readonly underWay: AttemptsUnderWay;
}

interface QuickAdmissions {
  /**
   * Gives a place for one attempt, if the destination is known to be quick, or waits briefly for one that comes free
   * soon.
   */
  askForQuick(request: {
    readonly environmentId: string;
    readonly url: string;
  }): AttemptPlace | Promise<AttemptPlace | undefined> | undefined;
}

export interface OwnQuickAttemptDependencies extends QuickAttemptDependencies {
  readonly deliveries: QuickAttemptDependencies['deliveries'] & {
    find(deliveryId: string): Promise<Delivery | undefined>;
  };
  readonly keys: SigningKeys;
}

export interface AttemptQuicklyInput {
  readonly deliveryId: string;
  readonly timeoutSeconds: number;
  /** Wait that follows if the attempt fails; absent when there is no second one. */
  readonly nextDelaySeconds?: number;
}

/** The state of a quick attempt when its workflow stops waiting. */
type QuickStanding =
  | { readonly kind: 'delivered' }
  /** `cancelled`: while it was made. */
  | { readonly kind: 'failed' | 'cancelled'; readonly lastFailure: AttemptFailureDetails }
  /** It continues, or nobody knows whether it was made. */
  | { readonly kind: 'under_way'; readonly underWay: AttemptUnderWay };

/** `not_made`: `attemptDelivery` is to make it. */
export type AttemptQuicklyResult = QuickStanding | { readonly kind: 'not_made' };

const NOT_MADE: AttemptQuicklyResult = { kind: 'not_made' };

/** A workflow's task must not wait for a slow database either. */
const MAX_READ_MS = 1_000;

/**
 * Makes a delivery's first attempt within a task of its workflow, if its destination is known to be quick and nothing
 * is unusual. Source: docs/decisions.md D42. Safe to run twice: a recorded attempt is not made again.
 */
export async function attemptQuickly(
  deps: OwnQuickAttemptDependencies,
  input: AttemptQuicklyInput,
): Promise<AttemptQuicklyResult> {
  const begunAtMs = performance.now();
  const delivery = await deps.deliveries.find(input.deliveryId);
  if (!delivery || delivery.status !== 'pending' || delivery.attemptCount > 0) return NOT_MADE;
  const { environmentId, signatureKey, uri } = delivery;
  const material = (await deps.keys.findSigners(environmentId)).materialOf(signatureKey);
  if (material.apiSecret === undefined) return NOT_MADE;
  if (performance.now() - begunAtMs > MAX_READ_MS) return NOT_MADE;
  const askedAtMs = performance.now();
  const place = await deps.admissions.askForQuick({ environmentId, url: uri });
  if (!place) return NOT_MADE;
  const attempt = beginQuickAttempt(deps, {
    ...input,
    delivery,
    material,
    place,
    endsWithinEvent: () => false,
  });
  await untilAllEnded([attempt.promise], MAX_QUICK_WAIT_MS - (performance.now() - askedAtMs));
  return standingOf(deps, attempt);
}

interface QuickAttemptRequest extends Omit<AttemptRequest, 'attemptNumber' | 'attemptInRun'> {
  readonly place: AttemptPlace;
  /** Wait that follows if it fails; absent when there is no second attempt. */
  readonly nextDelaySeconds?: number;
  /** Whether the delivery ends within its event's workflow if the receiver accepts now. */
  readonly endsWithinEvent: () => boolean;
}

/** A first attempt that a workflow waits for as long as it may. */
export interface QuickAttempt {
  readonly deliveryId: string;
  readonly timeoutSeconds: number;
  readonly promise: Promise<MadeAttempt>;
  readonly standing: { readonly made?: MadeAttempt; readonly isOver: boolean };
}

interface MadeAttempt {
  readonly outcome: AttemptOutcome;
  /** The delivery's status after the attempt. */
  readonly status: DeliveryStatus;
}

/** Begins and records the first attempt of a delivery, and returns its place when it ends. */
export function beginQuickAttempt(
  deps: QuickAttemptDependencies,
  request: QuickAttemptRequest,
): QuickAttempt {
  const promise = makeAndRecord(deps, request);
  const standing: { made?: MadeAttempt; isOver: boolean } = { isOver: false };
  promise.then(
    (made) => Object.assign(standing, { made, isOver: true }),
    () => (standing.isOver = true),
  );
  return { deliveryId: request.delivery.id, timeoutSeconds: request.timeoutSeconds, promise, standing };
}

async function makeAndRecord(
  deps: QuickAttemptDependencies,
  { place, nextDelaySeconds, endsWithinEvent, ...request }: QuickAttemptRequest,
): Promise<MadeAttempt> {
  const begunAt = deps.now().toISOString();
  let outcome: AttemptOutcome | undefined;
  try {
    const attempt = await makeAttempt(deps, { ...request, attemptNumber: 1, attemptInRun: 1 });
    outcome = attempt.outcome;
    place.leave(outcome);
    const state = stateAfter(attempt, nextDelaySeconds, deps.now());
    const isWithin = state.status === 'delivered' && endsWithinEvent();
    const after = { ...state, endsWithinEvent: isWithin };
    const { delivery } = request;
    const status = await insistOnRecord(deps, { delivery, attempt, after, begunAt });
    return { outcome, status };
  } catch (error) {
    if (!outcome) place.leave(undefined);
    throw error;
  }
}

/** Waits until all attempts have ended, or for so long. */
export async function untilAllEnded(attempts: readonly Promise<unknown>[], maxMs: number): Promise<void> {
  if (attempts.length === 0) return;
  let timer: NodeJS.Timeout | undefined;
  const lateness = new Promise((resolve) => (timer = setTimeout(resolve, maxMs)));
  await Promise.race([Promise.allSettled(attempts), lateness]);
  clearTimeout(timer);
}

/** After an attempt's own deadline, for its record. */
const RECORD_MARGIN_MS = 1_000;

/** Keeps an attempt that continues, for the activity that takes it over. */
export function standingOf(
  { underWay, now }: Pick<QuickAttemptDependencies, 'underWay' | 'now'>,
  { deliveryId, timeoutSeconds, promise, standing: { made, isOver } }: QuickAttempt,
): QuickStanding {
  const untilInMs = (ms: number): QuickStanding => ({
    kind: 'under_way',
    underWay: { worker: underWay.worker, until: new Date(now().getTime() + ms).toISOString() },
  });
  if (!isOver) {
    underWay.add(
      deliveryId,
      promise.then(({ outcome }) => outcome),
    );
    return untilInMs(timeoutSeconds * 1000 + RECORD_MARGIN_MS);
  }
  // A failure of our own: whether it was POSTed is not known.
  if (!made) return untilInMs(0);
  if (made.outcome.kind === 'delivered') return { kind: 'delivered' };
  const kind = made.status === 'cancelled' ? 'cancelled' : 'failed';
  return { kind, lastFailure: failureDetails(made.outcome) };
}
