import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import type { AttemptOutcome } from '../domain/deliveries/attempt';
import type { Delivery } from '../domain/deliveries/delivery';
import { DESTINATION_BUSY } from '../workflows/contract';

export interface PlaceDependencies {
  readonly admissions: AttemptAdmissions;
  readonly deliveries: {
    /** Notes what the next attempt of a pending delivery waits for. `at`: ISO text, UTC. */
    markWaiting(
      deliveryId: string,
      waiting: { readonly waitingFor: string; readonly at: string },
    ): Promise<void>;
  };
  /** How often Temporal has run the present activity, this time included. */
  readonly activityRun: () => number;
  readonly now: () => Date;
}

/** Who may send at present, so that receivers that hang keep none waiting that do not. */
export interface AttemptAdmissions {
  /** Asks for a place for one attempt, and waits briefly for one. */
  ask(request: {
    readonly environmentId: string;
    readonly url: string;
    /** How often this delivery was refused before. */
    readonly refusals: number;
  }): Promise<Admission>;
}

export interface AttemptPlace {
  readonly kind: 'admitted';
  /**
   * Returns the place. Call it once, when the attempt ends.
   *
   * @param outcome `undefined` when no receiver was to blame for it.
   */
  leave(outcome: AttemptOutcome | undefined): void;
}

type Admission =
  | AttemptPlace
  | {
      readonly kind: 'refused';
      readonly reason: string;
      /** The same text whenever the same is lacking. */
      readonly waitingFor: string;
      readonly retryAfterMs: number;
    };

/**
 * Asks for a place at the destination of a delivery.
 *
 * @throws ApplicationFailure `DestinationBusy`, to be retried, when it has none at present. The delivery says so then.
 */
export async function takePlace(deps: PlaceDependencies, delivery: Delivery): Promise<AttemptPlace> {
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

/** Writes only what is news: a delivery may be deferred hundreds of times. */
async function noteWait(
  { deliveries, now }: PlaceDependencies,
  { id, status, waitingFor: known }: Delivery,
  waitingFor: string,
): Promise<void> {
  if (status !== 'pending' || waitingFor === known) return;
  try {
    await deliveries.markWaiting(id, { waitingFor, at: now().toISOString() });
  } catch {
    // It is deferred all the same. What could not be noted is still news the next time.
  }
}
