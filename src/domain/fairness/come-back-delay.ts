const FIRST_DELAY_MS = 1_000;
const MAX_DELAY_MS = 20_000;
const MAX_PACED_DELAY_MS = 300_000;

interface BusyDelayFacts {
  /** How often this delivery was deferred before: 0 the first time. */
  readonly refusals: number;
  /** How many others have their turn before it, and how many of them come back in a second; absent if it takes no turns. */
  readonly turns?: { readonly before: number; readonly perSecond: number } | undefined;
  /** At random, from 0 to 1. */
  readonly jitter: number;
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
