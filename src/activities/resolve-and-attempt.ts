import type { DeliveryStatus, NewDelivery } from '../domain/deliveries/delivery';
import type { EventResolution, StandingDelivery } from '../domain/events/event-record';
import type { AttemptFailureDetails, AttemptUnderWay } from '../workflows/contract';
import type { AttemptPlace } from './take-place';
import { beginQuickAttempt, MAX_QUICK_WAIT_MS, standingOf, untilAllEnded } from './quick-attempt';
import type { QuickAttempt, QuickAttemptDependencies } from './quick-attempt';
import { asDestination, hasReceiver, resolveEvent } from './resolve-destinations';
import type { ResolutionDependencies, ResolvedDestination } from './resolve-destinations';

/** How long an event's workflow waits for quick attempts while other deliveries wait for workflows of their own. */
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
  /** Those that continue in a workflow of their own. */
  readonly handedOver: readonly HandedOverDelivery[];
}

export interface HandedOverDelivery extends ResolvedDestination {
  /** Set when the first attempt was made. */
  readonly lastFailure?: AttemptFailureDetails;
  /** Set when the first attempt was begun, and is not known to have ended. */
  readonly underWay?: AttemptUnderWay;
}

/**
 * Decides who is notified of an event, as `resolveDestinations` does, and makes the first attempts at destinations that
 * are known to be quick. Attempts that have not ended soon continue and are handed over. Source: docs/decisions.md D42.
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
  const places = canSign ? askForPlaces(deps, resolution) : new Map<string, Granted>();
  try {
    const deliveries = resolution.deliveries.map((each) => ({
      ...each,
      hasOwnWorkflow: each.hasOwnWorkflow && !places.has(each.id),
    }));
    const before = await deps.events.recordResolution({ ...resolution, deliveries });
    if (before) return standing(before);
    deps.eventResolved?.(event, resolution, begunAt);
    const waiting = { isOver: false };
    const begin = (delivery: NewDelivery, place: AttemptPlace) => {
      const { eventId, eventType } = event;
      const attempted = { ...delivery, eventId, eventType, event };
      const endsWithinEvent = () => !waiting.isOver;
      return beginQuickAttempt(deps, { ...input, delivery: attempted, material, place, endsWithinEvent });
    };
    const firsts = deliveries.filter(hasReceiver).map((delivery): First => {
      const place = places.get(delivery.id);
      places.delete(delivery.id);
      return place ? firstAt(place, { delivery, begin, waiting }) : { delivery };
    });
    const endings = firsts.flatMap(({ ending }) => ending ?? []);
    const isAlone = endings.length === firsts.length;
    await untilAllEnded(endings, isAlone ? MAX_QUICK_WAIT_MS : MAX_WAIT_BESIDE_OTHERS_MS);
    waiting.isOver = true;
    return resultOf(deps, firsts);
  } finally {
    for (const place of places.values()) void giveBack(place);
  }
}

type Granted = AttemptPlace | Promise<AttemptPlace | undefined>;

/** By the ids of the deliveries that may be attempted here. */
type Places = Map<string, Granted>;

function askForPlaces(
  { admissions }: FirstAttemptDependencies,
  { environmentId, deliveries }: EventResolution,
): Places {
  const places: Places = new Map();
  for (const { id, uri } of deliveries.filter(hasReceiver)) {
    const place = admissions.askForQuick({ environmentId, url: uri });
    if (place) places.set(id, place);
  }
  return places;
}

async function giveBack(place: Granted): Promise<void> {
  (await place)?.leave(undefined);
}

/** A delivery, and its first attempt if that is made here. */
interface First {
  readonly delivery: NewDelivery;
  /** The end of the attempt, or of the wait for its place. */
  readonly ending?: Promise<unknown>;
  /** The attempt, once it is begun. */
  readonly begun?: () => QuickAttempt | undefined;
}

interface Beginning {
  readonly delivery: NewDelivery;
  readonly begin: (delivery: NewDelivery, place: AttemptPlace) => QuickAttempt;
  /** The wait of the event's workflow: attempts that have not begun when it is over are handed over. */
  readonly waiting: { readonly isOver: boolean };
}

function firstAt(place: Granted, { delivery, begin, waiting }: Beginning): First {
  let attempt: QuickAttempt | undefined;
  const make = async () => {
    const granted = await place;
    if (waiting.isOver) granted?.leave(undefined);
    else attempt = granted && begin(delivery, granted);
    await attempt?.promise;
  };
  return { delivery, ending: make(), begun: () => attempt };
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

function resultOf(deps: FirstAttemptDependencies, firsts: readonly First[]): FirstAttempts {
  let delivered = 0;
  let cancelled = 0;
  const handedOver: HandedOverDelivery[] = [];
  for (const { delivery, begun } of firsts) {
    const destination = asDestination(delivery);
    const attempt = begun?.();
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
