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

/** The warm-up's attempts and endings are work too that sleepers do not make: this is for what may go slower later. */
const MARGIN = 1.3;
/** For killing both, starting them again, and a moment of rest. */
const RESTART_SECONDS = 60;

/** How long before the first one is due the putting to sleep begins, in whole seconds. */
export function leadSeconds(measured: {
  readonly waiting: number;
  readonly warmUp: number;
  readonly warmUpSeconds: number;
}): number {
  const { waiting, warmUp, warmUpSeconds } = measured;
  return Math.ceil((waiting / warmUp) * warmUpSeconds * MARGIN + RESTART_SECONDS);
}
