import type { DeliveryStatus, NewDelivery } from '../domain/deliveries/delivery';
import type { EventResolution, StandingDelivery } from '../domain/events/event-resolution';
import type { AttemptFailureDetails, AttemptUnderWay } from '../workflows/contract';
import type { AttemptPlace } from './attempt-delivery';
import { beginQuickAttempt, MAX_QUICK_WAIT_MS, standingOf, untilQuickOnesEnded } from './quick-attempt';
import type { QuickAttempt, QuickAttemptDependencies } from './quick-attempt';
import { asDestination, hasReceiver, resolveEvent } from './resolve-destinations';
import type { ResolutionDependencies, ResolvedDestination } from './resolve-destinations';

/** How long an event's workflow waits for quick attempts while deliveries that go on in workflows of their own wait for it. */
const MAX_WAIT_BESIDE_OTHERS_MS = 500;

export interface FirstAttemptDependencies extends ResolutionDependencies, QuickAttemptDependencies {}

export interface ResolveAndAttemptInput {
  readonly environmentId: string;
  readonly eventId: string;
  readonly timeoutSeconds: number;
  /** Wait that follows if a first attempt fails; absent when there is no second one. */
  readonly nextDelaySeconds?: number;
}

export interface FirstAttempts {
  readonly delivered: number;
  readonly cancelled: number;
  /** Those that go on in a workflow of their own. */
  readonly handedOver: readonly HandedOverDelivery[];
}

export interface HandedOverDelivery extends ResolvedDestination {
  /** Set when the first attempt was made. */
  readonly lastFailure?: AttemptFailureDetails;
  /** Set when the first attempt was begun, and is not known to have ended. */
  readonly underWay?: AttemptUnderWay;
}

/**
 * Decides who is told of an event, as `resolveDestinations` does, and makes the first attempts at destinations that are known
 * to be quick. What has not ended soon goes on, and is handed over. Source: docs/decisions.md D42.
 *
 * Safe to run twice: deliveries of an event that was resolved before are handed over without an attempt here.
 */
export async function resolveAndAttempt(
  deps: FirstAttemptDependencies,
  input: ResolveAndAttemptInput,
): Promise<FirstAttempts> {
  const begunAt = deps.now().toISOString();
  const { event, resolution, material } = await resolveEvent(deps, input);
  // Without a key, the body has to be rendered again as soon as there is one: by a workflow of the delivery's own.
  const canSign = material.apiSecret !== undefined;
  const places = canSign ? askForPlaces(deps, resolution) : new Map<string, AttemptPlace>();
  try {
    const deliveries = resolution.deliveries.map((each) => ({
      ...each,
      hasOwnWorkflow: each.hasOwnWorkflow && !places.has(each.id),
    }));
    const before = await deps.events.recordResolution({ ...resolution, deliveries });
    if (before) return standing(before);
    deps.eventResolved?.(event, resolution, begunAt);
    const waiting = { isOver: false };
    const firsts = deliveries.filter(hasReceiver).map((delivery): First => {
      const place = places.get(delivery.id);
      places.delete(delivery.id);
      const { eventId, eventType } = event;
      const attempted = { ...delivery, eventId, eventType, event };
      const request = { ...input, delivery: attempted, material, endsWithinEvent: () => !waiting.isOver };
      return { delivery, attempt: place && beginQuickAttempt(deps, { ...request, place }) };
    });
    const attempts = firsts.flatMap(({ attempt }) => attempt ?? []);
    const isAlone = attempts.length === firsts.length;
    await untilQuickOnesEnded(attempts, isAlone ? MAX_QUICK_WAIT_MS : MAX_WAIT_BESIDE_OTHERS_MS);
    waiting.isOver = true;
    return resultOf(deps, firsts);
  } finally {
    for (const place of places.values()) place.leave(undefined);
  }
}

function askForPlaces(
  { admissions }: FirstAttemptDependencies,
  { environmentId, deliveries }: EventResolution,
): Map<string, AttemptPlace> {
  const places = new Map<string, AttemptPlace>();
  for (const { id, uri } of deliveries.filter(hasReceiver)) {
    const place = admissions.askForQuick({ environmentId, url: uri });
    if (place) places.set(id, place);
  }
  return places;
}

function standing(before: readonly StandingDelivery[]): FirstAttempts {
  const count = (status: DeliveryStatus) =>
    before.filter((each) => hasReceiver(each) && each.status === status).length;
  const isOpen = (each: StandingDelivery) =>
    hasReceiver(each) && (each.status === 'pending' || each.status === 'failed');
  return {
    delivered: count('delivered'),
    cancelled: count('cancelled'),
    handedOver: before.filter(isOpen).map(asDestination),
  };
}

/** A delivery, and its first attempt if that is made here. */
interface First {
  readonly delivery: NewDelivery;
  readonly attempt: QuickAttempt | undefined;
}

function resultOf(deps: FirstAttemptDependencies, firsts: readonly First[]): FirstAttempts {
  let delivered = 0;
  let cancelled = 0;
  const handedOver: HandedOverDelivery[] = [];
  for (const { delivery, attempt } of firsts) {
    const destination = asDestination(delivery);
    const standing = attempt && standingOf(deps, attempt);
    switch (standing?.kind) {
      case 'delivered':
        delivered += 1;
        break;
      case 'cancelled':
        cancelled += 1;
        break;
      case 'failed':
        handedOver.push({ ...destination, lastFailure: standing.lastFailure });
        break;
      case 'under_way':
        handedOver.push({ ...destination, underWay: standing.underWay });
        break;
      case undefined:
        handedOver.push(destination);
    }
  }
  return { delivered, cancelled, handedOver };
}
