import { ATTEMPT_ERRORS, type AttemptOutcome } from '../deliveries/attempt';

/** How many attempts to one URL may be in progress, learnt from how it answers. Source: docs/decisions.md D35. */
export interface DestinationCapacity {
  /** A whole number, at least 1. */
  readonly limit: number;
  /**
   * How its recent attempts went. `unknown`: none has ended or taken long. `slow`: it answered late, or takes long
   * after it had answered. `hanging`: it waited in vain, or takes long without an earlier answer.
   */
  readonly pace: 'unknown' | 'quick' | 'slow' | 'hanging';
}

/** How many slots of a worker are in use, as far as one destination's next attempt is concerned. */
export interface SlotUse {
  /** Attempts in progress to the destination. */
  readonly destination: number;
  /** Attempts in progress to URLs of its origin, as far as they belong to the product environment. */
  readonly origin: number;
  /** Of these, the doubtful ones. */
  readonly doubtfulOfOrigin: number;
  /** Of these, the first ones to unknown URLs, within their first second. */
  readonly newcomersOfOrigin: number;
  /** Attempts of the product environment, those that wait for their turn included. */
  readonly environment: number;
  /** Of these, the doubtful ones: slow already, or to a destination that is not known to be quick. */
  readonly doubtfulOfEnvironment: number;
  /** Doubtful attempts of everybody. */
  readonly doubtful: number;
}

/** What there is too little of for another attempt. */
export const SHORTAGES = [
  'destination',
  'newcomers',
  'origin',
  'origin_doubtful',
  'environment',
  'environment_doubtful',
  'doubtful',
] as const;
export type Shortage = (typeof SHORTAGES)[number];

/** Attempts at a time to all URLs of one origin, of one product environment. */
const ORIGIN_LIMIT = 200;
/** So many at a time find out what new URLs of one origin are like, a second each. */
const NEWCOMER_LIMIT = 20;
/**
 * The part of the doubtful attempts' share that each pace may use: some is left to new destinations, and some to those
 * that do answer.
 */
const PART = { hanging: 1 / 2, unknown: 3 / 4, slow: 1 } as const;

/**
 * Decides whether another attempt may begin. One product environment gets at most half of the slots, and at most a
 * quarter for its doubtful attempts. A quarter of the slots is left to destinations known to be quick. So a hanging
 * receiver, or a thousand of them, delays no quick one. In the same way, half of an origin's share is left to its quick
 * URLs. Attempts that hang take at most half of what doubtful attempts may have.
 *
 * @param slots of the worker, at least 4.
 * @returns `undefined` when it may.
 */
export function findShortage(
  use: SlotUse,
  { limit, pace }: DestinationCapacity,
  slots: number,
): Shortage | undefined {
  if (use.environment >= slots / 2) return 'environment';
  if (pace !== 'quick') {
    const part = PART[pace];
    if (use.doubtfulOfEnvironment >= (slots / 4) * part) return 'environment_doubtful';
    if (use.doubtful >= ((slots * 3) / 4) * part) return 'doubtful';
    if (use.doubtfulOfOrigin >= (ORIGIN_LIMIT / 2) * part) return 'origin_doubtful';
  }
  if (use.origin >= ORIGIN_LIMIT) return 'origin';
  if (pace === 'unknown' && use.newcomersOfOrigin >= NEWCOMER_LIMIT) return 'newcomers';
  return use.destination >= limit ? 'destination' : undefined;
}

/** How many wait for their turn already. */
interface WaitingUse {
  readonly destination: number;
  /** Attempts of the product environment at destinations that are not known to be quick. */
  readonly doubtfulOfEnvironment: number;
}

/**
 * Whether an attempt may wait for its turn in its slot. If a place comes free soon, as many may wait as the destination
 * has places. If that is in doubt, at most an eighth of the slots wait.
 */
export function mayWait(
  shortage: Shortage,
  waiting: WaitingUse,
  { limit, pace }: DestinationCapacity,
  slots: number,
): boolean {
  const comesSoon = shortage === 'destination' || shortage === 'newcomers' || shortage === 'origin';
  if (!comesSoon || waiting.destination >= limit) return false;
  return pace === 'quick' || waiting.doubtfulOfEnvironment < slots / 8;
}

/** An attempt that takes longer is slow, however it ends. */
export const SLOW_ATTEMPT_MS = 1_000;

const MAX_LIMIT = 100;

/** Statuses by which a receiver asks for fewer requests. Source: RFC 6585, section 4; RFC 9110, section 15.6.4. */
const ASKS_FOR_LESS: readonly number[] = [429, 503];

/** The capacity of an unknown destination. */
export const NEW_DESTINATION: DestinationCapacity = { limit: 10, pace: 'unknown' };

/**
 * Learns from an attempt that has ended. Each quick answer, whatever it says, raises the limit by one, up to 100. An
 * attempt that waited in vain halves it, down to 1. If two attempts in a hundred hang, that is no hindrance; if half of
 * them hang, two at a time remain.
 */
export function capacityAfter(capacity: DestinationCapacity, outcome: AttemptOutcome): DestinationCapacity {
  const { limit } = capacity;
  const isSlow = outcome.durationMs > SLOW_ATTEMPT_MS;
  if (outcome.kind === 'unreachable') {
    const hasHung = isSlow || ATTEMPT_ERRORS[outcome.errorCode].hasHung;
    return hasHung ? { limit: Math.ceil(limit / 2), pace: 'hanging' } : { limit, pace: 'quick' };
  }
  if (isSlow) return { limit, pace: 'slow' };
  const mayGrow = !ASKS_FOR_LESS.includes(outcome.httpStatus);
  return { limit: mayGrow ? Math.min(MAX_LIMIT, limit + 1) : limit, pace: 'quick' };
}

/** Learns that an attempt has been in progress for longer than {@link SLOW_ATTEMPT_MS}. */
export function slowed({ limit, pace }: DestinationCapacity): DestinationCapacity {
  return { limit, pace: pace === 'quick' || pace === 'slow' ? 'slow' : 'hanging' };
}

/** The lesson of the first attempts at URLs of one origin, each made when nothing was known about its URL. */
interface Newcomers {
  readonly capacity: DestinationCapacity;
  /** Such attempts in progress. */
  readonly underWay: number;
}

/**
 * Guesses the capacity of an unknown URL from what is known of other new URLs of its origin. If they were quick, the
 * new URL counts as quick, for as many attempts at a time as they have earned. If they were slow recently, one attempt
 * at a time is enough to find out.
 */
export function newcomerCapacity({ capacity: { limit, pace }, underWay }: Newcomers): DestinationCapacity {
  if (pace === 'slow' || pace === 'hanging') return { ...NEW_DESTINATION, limit: 1 };
  return pace === 'quick' && underWay < limit ? { ...NEW_DESTINATION, pace: 'quick' } : NEW_DESTINATION;
}

/** At a slow destination a place is long in coming. */
const SLOW_TURNS_PER_SECOND = 2;
/** If too much is in doubt, even a destination that may be quick waits. */
const DOUBTFUL_TURNS_PER_SECOND = 5;

/**
 * At which pace those that are deferred take turns to come back, since a place may be long in coming.
 *
 * @returns turns a second; `undefined` where they need not: at a quick destination a place comes free soon.
 */
export function turnsPerSecond(shortage: Shortage, { pace }: DestinationCapacity): number | undefined {
  if (pace === 'slow' || pace === 'hanging') return SLOW_TURNS_PER_SECOND;
  const isInDoubt =
    shortage === 'environment_doubtful' || shortage === 'doubtful' || shortage === 'origin_doubtful';
  return isInDoubt ? DOUBTFUL_TURNS_PER_SECOND : undefined;
}

/** Deliveries of one product environment that were deferred, must take turns and are to come back yet. */
export interface PutOffs {
  /** Those to the URL. */
  readonly ofUrl: number;
  /** URLs that have any, this one excluded. */
  readonly otherUrls: number;
}

/**
 * How many turns come before that of another delivery to the URL. The URLs have turns one after the other, so that
 * a URL with a long line delays no other.
 */
export function turnsBefore({ ofUrl, otherUrls }: PutOffs): number {
  return ofUrl + (ofUrl + 1) * otherUrls;
}

const FIRST_DELAY_MS = 1_000;
const MAX_DELAY_MS = 20_000;
const MAX_PACED_DELAY_MS = 300_000;

interface BusyDelayFacts {
  /** How often this delivery was deferred before: 0 the first time. */
  readonly refusals: number;
  /**
   * How many others have their turn before it, and how many of them come back in a second; absent if it takes no turns.
   */
  readonly turns?: { readonly before: number; readonly perSecond: number } | undefined;
  /** At random, from 0 to 1. */
  readonly jitter: number;
}

/**
 * Computes after how many milliseconds a deferred delivery asks again. The delay starts at 1 s and doubles up to 20 s;
 * at random it is up to half shorter. If many deliveries must take turns they return more rarely, but each within 5
 * minutes. Every return costs the engine a part of what a delivery does.
 */
export function busyDelayMs({ refusals, turns, jitter }: BusyDelayFacts): number {
  const ownMs = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(refusals, 10));
  const turnMs = turns ? Math.min(MAX_PACED_DELAY_MS, (turns.before / turns.perSecond) * 1_000) : 0;
  return Math.round(Math.max(ownMs, turnMs) * (1 - jitter / 2));
}
