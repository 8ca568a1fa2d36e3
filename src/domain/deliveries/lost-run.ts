import { attemptLimit } from './retry-schedule';

/** The state of a workflow's latest run, as Temporal reports it. */
export type RunState =
  | { readonly kind: 'running' }
  /** Temporal knows none: it was deleted, or Temporal has lost its data. */
  | { readonly kind: 'missing' }
  | {
      readonly kind: 'closed';
      readonly status: 'completed' | 'failed' | 'cancelled' | 'terminated' | 'timed_out';
      readonly wasCancelRequested: boolean;
      /** ISO text, UTC, by Temporal's clock. */
      readonly closedAt?: string;
    };

/** Longer than two clocks differ, and shorter than anything is kept. */
const CLOCK_MARGIN_MS = 86_400_000;

/**
 * The run of a delivery that was made at a given time. A run that ended before that time belongs to a former delivery:
 * its event was deleted because of its age and then sent again under the same id.
 */
export function runSince(createdAt: string, run: RunState): RunState {
  const isFormer =
    run.kind === 'closed' &&
    run.closedAt !== undefined &&
    Date.parse(run.closedAt) < Date.parse(createdAt) - CLOCK_MARGIN_MS;
  return isFormer ? { kind: 'missing' } : run;
}

/** Where a delivery stands in its retry schedule. */
interface ScheduleFacts {
  /** Recorded so far, over all schedules. */
  readonly attemptCount: number;
  readonly firstAttemptNumber: number;
}

/** How many attempts of the present retry schedule are recorded. */
export function attemptsMade({ attemptCount, firstAttemptNumber }: ScheduleFacts): number {
  return Math.max(0, attemptCount - firstAttemptNumber + 1);
}

/** The action that a delivery stored as pending needs. `new_run` continues its schedule. */
export type Remedy = 'none' | 'new_run' | 'cancelled' | 'delivered' | 'failed';

/**
 * Decides what becomes of a delivery that is stored as pending, by its workflow's latest run. A run that was
 * terminated, timed out or lost does not end the delivery: it continues (docs/decisions.md D39). A run that ended by
 * itself ends the delivery in the same way.
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
