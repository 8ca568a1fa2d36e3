import { attemptLimit } from './retry-schedule';

/** Where the latest run of a workflow stands, as Temporal tells. */
export type RunState =
  | { readonly kind: 'running' }
  /** Temporal knows none: it was deleted, or Temporal has lost its data. */
  | { readonly kind: 'missing' }
  | {
      readonly kind: 'closed';
      readonly status: 'completed' | 'failed' | 'cancelled' | 'terminated' | 'timed_out';
      readonly wasCancelRequested: boolean;
    };

/** Where a delivery stands in its retry schedule. */
export interface ScheduleFacts {
  /** Recorded so far, over all schedules. */
  readonly attemptCount: number;
  readonly firstAttemptNumber: number;
}

/** How many attempts of the present retry schedule are recorded. */
export function attemptsMade({ attemptCount, firstAttemptNumber }: ScheduleFacts): number {
  return Math.max(0, attemptCount - firstAttemptNumber + 1);
}

/** What a delivery needs that is stored as pending. `new_run` goes on with its schedule. */
export type Remedy = 'none' | 'new_run' | 'cancelled' | 'delivered' | 'failed';

/**
 * Decides what becomes of a delivery that is stored as pending, by its workflow's latest run. A run that was
 * terminated, timed out or got lost is no decision about the delivery: it goes on (docs/decisions.md D39). A run
 * that came to an end of its own makes it the delivery's end.
 */
export function remedyFor(
  run: RunState,
  schedule: ScheduleFacts,
  retryDelaysSeconds: readonly number[],
): Remedy {
  if (run.kind === 'running') return 'none';
  if (run.kind === 'closed') {
    if (run.status === 'completed') return 'delivered';
    if (run.status === 'cancelled' || run.wasCancelRequested) return 'cancelled';
    if (run.status === 'failed') return 'failed';
  }
  return attemptsMade(schedule) < attemptLimit(retryDelaysSeconds) ? 'new_run' : 'failed';
}
