export interface DueTime {
  /** 0-based. */
  readonly index: number;
  readonly count: number;
  readonly dueWithinSeconds: number;
  /** Since the epoch, as `nowMs`. */
  readonly firstDueMs: number;
  readonly nowMs: number;
}

/** In whole seconds, at least 1: when a sleeper's wait ends, so that all are due at even distances within the period. */
export function dueAfterSeconds({ index, count, dueWithinSeconds, firstDueMs, nowMs }: DueTime): number {
  const dueMs = firstDueMs + (index / count) * dueWithinSeconds * 1000;
  return Math.max(1, Math.round((dueMs - nowMs) / 1000));
}

/** For what may go slower later. */
const MARGIN = 1.3;
/** For killing both, starting them again, and a moment of rest. */
const RESTART_SECONDS = 60;

/** Putting a few hundred to sleep compiles the code; of many sleepers, some thousand show the lasting pace. */
const WARM_UP = { share: 0.02, fewest: 250, most: 2_000 };

/** @returns how many sleepers show how fast this machine puts so many to sleep. */
export function warmUpCount(waiting: number): number {
  return Math.min(WARM_UP.most, Math.max(WARM_UP.fewest, Math.ceil(waiting * WARM_UP.share)));
}

/** How long before the first one is due the putting to sleep begins, in whole seconds. */
export function leadSeconds(measured: {
  readonly waiting: number;
  readonly warmUp: number;
  /** From the first start until all of the warm-up slept. */
  readonly warmUpSeconds: number;
}): number {
  const { waiting, warmUp, warmUpSeconds } = measured;
  return Math.ceil((waiting / warmUp) * warmUpSeconds * MARGIN + RESTART_SECONDS);
}
