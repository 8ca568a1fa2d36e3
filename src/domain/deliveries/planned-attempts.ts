import type { Attempt } from './attempt';
import type { Delivery } from './delivery';
import { attemptsMade } from './lost-run';
import { isPollUrl } from '../poll/poll-url';
import { attemptLimit, retryDelaySeconds } from './retry-schedule';

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
 * Lists what a delivery has left of its schedule, which is nothing in a channel. A run keeps the waits that it was started with, so this is what the
 * present settings would have it do.
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
