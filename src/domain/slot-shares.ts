import type { DestinationCapacity } from './destination-capacity';

/** How many slots of a worker are in use, as far as one destination's next attempt is concerned. */
export interface SlotUse {
  /** Attempts under way to the destination. */
  readonly destination: number;
  /** Attempts of the product environment, those that wait for their turn included. */
  readonly environment: number;
  /** Of these, the doubtful ones: slow already, or to a destination that is not known to be quick. */
  readonly doubtfulOfEnvironment: number;
  /** Doubtful attempts of everybody. */
  readonly doubtful: number;
}

/** What there is too little of for another attempt. */
export type Shortage = 'destination' | 'environment' | 'environment_doubtful' | 'doubtful';

/**
 * Decides whether another attempt may begin. Half of the slots is the most that one product environment gets, a
 * quarter the most for its doubtful attempts, and a quarter is left to destinations known to be quick, whatever
 * the others do: a hanging receiver, or a thousand of them, keeps no quick one waiting.
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
    if (use.doubtfulOfEnvironment >= slots / 4) return 'environment_doubtful';
    if (use.doubtful >= (slots * 3) / 4) return 'doubtful';
  }
  return use.destination >= limit ? 'destination' : undefined;
}

/**
 * Whether those that are put off must take turns to come back, since a place may be long in coming: at a slow
 * destination, and where too much is in doubt. At a quick one a place comes free soon.
 */
export function mustTakeTurns(shortage: Shortage, { pace }: DestinationCapacity): boolean {
  return pace === 'slow' || shortage === 'environment_doubtful' || shortage === 'doubtful';
}
