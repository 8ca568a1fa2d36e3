import type { DestinationCapacity } from './destination-capacity';

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
