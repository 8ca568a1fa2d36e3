import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { isTerminal } from '../domain/deliveries/attempt';
import type { Attempt, AttemptOutcome, StateAfterAttempt } from '../domain/deliveries/attempt';
import type { DeliveryStatus, RecordedAttempt } from '../domain/deliveries/delivery';
import type { AttemptFailureDetails } from '../workflows/contract';

/** Decides what an attempt makes of its delivery. @param nextDelaySeconds absent for the last attempt of a schedule. */
export function stateAfter(
  { outcome }: Attempt,
  nextDelaySeconds: number | undefined,
  endedAt: Date,
): Pick<StateAfterAttempt, 'status' | 'nextAttemptAt'> {
  if (outcome.kind === 'delivered') return { status: 'delivered', nextAttemptAt: undefined };
  if (isTerminal(outcome) || nextDelaySeconds === undefined) {
    return { status: 'failed', nextAttemptAt: undefined };
  }
  const nextAttemptAt = new Date(endedAt.getTime() + nextDelaySeconds * 1000).toISOString();
  return { status: 'pending', nextAttemptAt };
}

export type NotAccepted = Exclude<AttemptOutcome, { kind: 'delivered' }>;

/** The facts that a workflow gets about an attempt that was not accepted. */
export function failureDetails(outcome: NotAccepted): AttemptFailureDetails {
  return {
    ...(outcome.kind === 'rejected' ? { httpStatus: outcome.httpStatus } : {}),
    errorCode: outcome.errorCode,
    durationMs: outcome.durationMs,
    terminal: isTerminal(outcome),
  };
}

export interface AttemptRecording {
  readonly deliveries: {
    /**
     * Stores the attempt and the delivery's new state, all or nothing. A second call with the same number changes
     * nothing.
     *
     * @returns the delivery's status from now on: `cancelled` if it was cancelled meanwhile and the receiver did not
     *   accept.
     */
    recordAttempt(attempt: Attempt, after: StateAfterAttempt): Promise<DeliveryStatus>;
  };
  readonly isDatabaseUnavailable: (error: unknown) => boolean;
  /** Told of each attempt when it is stored. */
  readonly attemptRecorded?: (recorded: RecordedAttempt) => void;
}

/** The workflow grants an attempt's activity 40 s beyond the attempt's own deadline. */
const INSIST_MS = 25_000;
const INSIST_PAUSE_MS = 250;

/**
 * Records an attempt, and tries again for 25 s while the database cannot be written. The receiver's answer is known
 * only here, and would be lost if the activity failed. Temporal does not even repeat the activity once a cancellation
 * was asked for.
 */
export async function insistOnRecord(
  { deliveries, isDatabaseUnavailable, attemptRecorded }: AttemptRecording,
  made: RecordedAttempt,
): Promise<DeliveryStatus> {
  const untilMs = performance.now() + INSIST_MS;
  for (;;) {
    try {
      const status = await deliveries.recordAttempt(made.attempt, made.after);
      attemptRecorded?.(made);
      return status;
    } catch (error) {
      if (!isDatabaseUnavailable(error) || performance.now() > untilMs) throw error;
    }
    await pause(INSIST_PAUSE_MS);
  }
}

/** Attempts of this process that continue although the activity that began them has ended. */
export class AttemptsUnderWay {
  /** Names this process, and no later one. */
  readonly worker = randomUUID();
  private readonly attempts = new Map<string, Promise<AttemptOutcome>>();

  /** @param attempt ends when it is recorded; rejects with a failure of our own. */
  add(deliveryId: string, attempt: Promise<AttemptOutcome>): void {
    this.attempts.set(deliveryId, attempt);
    const forget = () => this.attempts.delete(deliveryId);
    attempt.then(forget, forget);
  }

  find(deliveryId: string): Promise<AttemptOutcome> | undefined {
    return this.attempts.get(deliveryId);
  }

  /** Waits until all have ended. */
  async drain(): Promise<void> {
    await Promise.allSettled(this.attempts.values());
  }
}
