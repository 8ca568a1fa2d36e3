import { isPollUrl } from '../poll/channel';
import type { Attempt } from './attempt';
import type { Delivery } from './delivery';

/** Waits between consecutive attempts: 3, 6 and 9 minutes. Source: docs/contract.md §6, docs/decisions.md D19. */
export const DEFAULT_RETRY_DELAYS_SECONDS: readonly number[] = [180, 360, 540];

/** The waits of a delivery's runs: a test has none. @param retryDelaysSeconds of every other delivery. */
export function retryDelaysOf(
  { isTest = false }: { readonly isTest?: boolean },
  retryDelaysSeconds: readonly number[],
): readonly number[] {
  return isTest ? [] : retryDelaysSeconds;
}

/** Number of attempts that a schedule allows: the first one and one after each wait. */
export function attemptLimit(retryDelaysSeconds: readonly number[]): number {
  return retryDelaysSeconds.length + 1;
}

/**
 * The wait after a failed attempt.
 *
 * @param attemptNumber 1-based number of the attempt that failed.
 * @returns `undefined` when it was the last one.
 */
export function retryDelaySeconds(
  retryDelaysSeconds: readonly number[],
  attemptNumber: number,
): number | undefined {
  return retryDelaysSeconds[attemptNumber - 1];
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

/** An attempt that is in progress or planned, unless an earlier one succeeds. */
interface PlannedAttempt {
  /** 1-based; counts on over runs. */
  readonly attemptNumber: number;
  /** The earliest time: ISO text, UTC. */
  readonly at: string;
}

interface Schedule {
  readonly retryDelaysSeconds: readonly number[];
  /** ISO text, UTC. */
  readonly now: string;
}

/**
 * Lists what a delivery has left of its schedule, which is nothing in a channel. A run keeps the waits that it was
 * started with, so this is what the present settings would have it do.
 */
export function plannedAttempts(
  delivery: Pick<Delivery, 'uri' | 'status' | 'attemptCount' | 'firstAttemptNumber' | 'nextAttemptAt'>,
  { retryDelaysSeconds, now }: Schedule,
): readonly PlannedAttempt[] {
  if (delivery.status !== 'pending' || isPollUrl(delivery.uri)) return [];
  const planned: PlannedAttempt[] = [];
  const { nextAttemptAt = now } = delivery;
  let atMs = Math.max(Date.parse(nextAttemptAt), Date.parse(now));
  const made = attemptsMade(delivery);
  // A pending one has one more, whatever the settings are now.
  const limit = Math.max(made + 1, attemptLimit(retryDelaysSeconds));
  for (let inRun = made + 1; inRun <= limit; inRun++) {
    const at = inRun === made + 1 ? nextAttemptAt : new Date(atMs).toISOString();
    planned.push({ attemptNumber: delivery.firstAttemptNumber + inRun - 1, at });
    atMs += (retryDelaySeconds(retryDelaysSeconds, inRun) ?? 0) * 1000;
  }
  return planned;
}

const ATTEMPT_IN_RUN = 'Webhook-Attempt';

/**
 * Finds where the runs of a delivery begin, by the attempt numbers that its receiver got.
 *
 * @returns the number of each run's first attempt, ascending, including a run that has made no attempt yet.
 */
export function firstAttemptsOfRuns(
  attempts: readonly Pick<Attempt, 'attemptNumber' | 'requestHeaders'>[],
  { firstAttemptNumber }: Pick<Delivery, 'firstAttemptNumber'>,
): readonly number[] {
  const first = attempts
    .filter(({ requestHeaders }) => requestHeaders[ATTEMPT_IN_RUN] === '1')
    .map(({ attemptNumber }) => attemptNumber);
  return [...new Set([1, ...first, firstAttemptNumber])].sort((a, b) => a - b);
}

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
