import type { Delivery } from '../domain/deliveries/delivery';
import {
  beginQuickAttempt,
  MAX_QUICK_WAIT_MS,
  standingOf,
  untilAllEnded,
  type QuickAttemptDependencies,
  type QuickStanding,
} from './quick-attempt';
import type { SigningKeys } from './with-current-signing-key';

/** A workflow's task must not wait for a slow database either. */
const MAX_READ_MS = 1_000;

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

/** `not_made`: `attemptDelivery` is to make it. */
export type AttemptQuicklyResult = QuickStanding | { readonly kind: 'not_made' };

const NOT_MADE: AttemptQuicklyResult = { kind: 'not_made' };

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
