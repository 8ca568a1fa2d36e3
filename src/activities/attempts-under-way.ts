import { randomUUID } from 'node:crypto';
import type { AttemptOutcome } from '../domain/deliveries/attempt';

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
