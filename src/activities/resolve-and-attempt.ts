import { setTimeout as pause } from 'node:timers/promises';
import type { AttemptOutcome } from '../domain/deliveries/attempt';
import type { DeliveryStatus, NewDelivery } from '../domain/deliveries/delivery';
import type { EventResolution, StandingDelivery } from '../domain/events/event-resolution';
import type { AttemptFailureDetails, AttemptUnderWay } from '../workflows/contract';
import { failureDetails, type AttemptPlace } from './attempt-delivery';
import type { AttemptsUnderWay } from './attempts-under-way';
import { insistOnRecord, makeAttempt, stateAfter } from './make-attempt';
import type { SigningMaterial } from '../domain/keys/signing-key';
import type { AttemptMaking, AttemptRecording } from './make-attempt';
import { asDestination, resolveEvent } from './resolve-destinations';
import type { ResolutionDependencies, ResolvedDestination } from './resolve-destinations';

/** How long an event's workflow waits for attempts at quick destinations, for which alone it waits. */
const MAX_WAIT_MS = 1_000;
/** The same while deliveries that go on in workflows of their own wait for it. */
const MAX_WAIT_BESIDE_OTHERS_MS = 500;
/** After an attempt's own deadline, for its record. */
const RECORD_MARGIN_MS = 1_000;

export interface FirstAttemptDependencies extends ResolutionDependencies, AttemptMaking, AttemptRecording {
  readonly admissions: QuickAdmissions;
  readonly underWay: AttemptsUnderWay;
}

export interface QuickAdmissions {
  /** Gives a place for one attempt if the destination is known to be quick and has one this moment. */
  askForQuick(request: { readonly environmentId: string; readonly url: string }): AttemptPlace | undefined;
}

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
  const { resolution, material } = await resolveEvent(deps, input);
  // Without a key, the body has to be rendered again as soon as there is one: by a workflow of the delivery's own.
  const canSign = material.apiSecret !== undefined;
  const places = canSign ? askForPlaces(deps, resolution) : new Map<string, AttemptPlace>();
  try {
    const deliveries = resolution.deliveries.map((each) => ({
      ...each,
      hasOwnWorkflow: !places.has(each.id),
    }));
    const before = await deps.events.recordResolution({ ...resolution, deliveries });
    if (before) return standing(before);
    const waiting = { isOver: false };
    const firsts = deliveries.map((delivery): First => {
      const place = places.get(delivery.id);
      places.delete(delivery.id);
      return {
        delivery,
        ...(place && watch(makeAndRecord(deps, { delivery, material, place, waiting, ...input }))),
      };
    });
    await untilEnded(firsts);
    waiting.isOver = true;
    return resultOf(deps, firsts, input);
  } finally {
    for (const place of places.values()) place.leave(undefined);
  }
}

function askForPlaces(
  { admissions }: FirstAttemptDependencies,
  { environmentId, deliveries }: EventResolution,
): Map<string, AttemptPlace> {
  const places = new Map<string, AttemptPlace>();
  for (const { id, uri } of deliveries) {
    const place = admissions.askForQuick({ environmentId, url: uri });
    if (place) places.set(id, place);
  }
  return places;
}

function standing(before: readonly StandingDelivery[]): FirstAttempts {
  const count = (status: DeliveryStatus) => before.filter((each) => each.status === status).length;
  const isOpen = ({ status }: StandingDelivery) => status === 'pending' || status === 'failed';
  return {
    delivered: count('delivered'),
    cancelled: count('cancelled'),
    handedOver: before.filter(isOpen).map(asDestination),
  };
}

/** A delivery, and its first attempt if that is made here. */
interface First extends Partial<Watched<MadeAttempt>> {
  readonly delivery: NewDelivery;
}

interface MadeAttempt {
  readonly outcome: AttemptOutcome;
  /** Of the delivery, after it. */
  readonly status: DeliveryStatus;
}

interface FirstAttemptRequest extends ResolveAndAttemptInput {
  readonly delivery: NewDelivery;
  readonly material: SigningMaterial;
  readonly place: AttemptPlace;
  /** Whether the event's workflow still waits for it. */
  readonly waiting: { readonly isOver: boolean };
}

async function makeAndRecord(
  deps: FirstAttemptDependencies,
  { delivery, material, place, waiting, timeoutSeconds, nextDelaySeconds }: FirstAttemptRequest,
): Promise<MadeAttempt> {
  let outcome: AttemptOutcome | undefined;
  try {
    const request = { delivery, material, attemptNumber: 1, attemptInRun: 1, timeoutSeconds };
    const attempt = await makeAttempt(deps, request);
    outcome = attempt.outcome;
    place.leave(outcome);
    const after = stateAfter(attempt, nextDelaySeconds, deps.now());
    const endsWithinEvent = after.status === 'delivered' && !waiting.isOver;
    return { outcome, status: await insistOnRecord(deps, attempt, { ...after, endsWithinEvent }) };
  } catch (error) {
    if (!outcome) place.leave(undefined);
    throw error;
  }
}

/** A promise that tells where it stands. */
interface Watched<T> {
  readonly promise: Promise<T>;
  readonly standing: { readonly value?: T; readonly isOver: boolean };
}

function watch<T>(promise: Promise<T>): Watched<T> {
  const standing: { value?: T; isOver: boolean } = { isOver: false };
  promise.then(
    (value) => Object.assign(standing, { value, isOver: true }),
    () => (standing.isOver = true),
  );
  return { promise, standing };
}

/** Waits until all attempts that are made here have ended, or for as long as an event's workflow may. */
async function untilEnded(firsts: readonly First[]): Promise<void> {
  const attempts = firsts.flatMap(({ promise }) => promise ?? []);
  if (attempts.length === 0) return;
  const isAlone = attempts.length === firsts.length;
  const late = new AbortController();
  const lateness = pause(isAlone ? MAX_WAIT_MS : MAX_WAIT_BESIDE_OTHERS_MS, undefined, late);
  await Promise.race([Promise.allSettled(attempts), lateness]);
  lateness.catch(() => undefined);
  late.abort();
}

function resultOf(
  { underWay, now }: FirstAttemptDependencies,
  firsts: readonly First[],
  { timeoutSeconds }: ResolveAndAttemptInput,
): FirstAttempts {
  const inMs = (ms: number) => ({
    worker: underWay.worker,
    until: new Date(now().getTime() + ms).toISOString(),
  });
  let delivered = 0;
  let cancelled = 0;
  const handedOver: HandedOverDelivery[] = [];
  for (const { delivery, promise, standing } of firsts) {
    const destination = asDestination(delivery);
    if (!promise || !standing) {
      handedOver.push(destination);
    } else if (!standing.isOver) {
      underWay.add(
        delivery.id,
        promise.then(({ outcome }) => outcome),
      );
      handedOver.push({ ...destination, underWay: inMs(timeoutSeconds * 1000 + RECORD_MARGIN_MS) });
    } else if (!standing.value) {
      // A failure of our own: whether it was POSTed is not known.
      handedOver.push({ ...destination, underWay: inMs(0) });
    } else if (standing.value.outcome.kind === 'delivered') {
      delivered += 1;
    } else if (standing.value.status === 'cancelled') {
      cancelled += 1;
    } else {
      handedOver.push({ ...destination, lastFailure: failureDetails(standing.value.outcome) });
    }
  }
  return { delivered, cancelled, handedOver };
}
