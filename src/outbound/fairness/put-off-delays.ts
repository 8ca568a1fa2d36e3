import { busyDelayMs, turnsBefore } from '../../domain/fairness/come-back-delay';
import { type PutOffLine, PutOffTurns } from './put-off-turns';
import { Lru } from '../../kit/lru';

const MAX_ENVIRONMENTS = 1_000;

export interface PutOff {
  readonly environmentId: string;
  /** Of its URL. */
  readonly line: PutOffLine;
  readonly takesTurns: boolean;
  /** How often this delivery was refused before. */
  readonly refusals: number;
}

/** Decides when deliveries that were put off come back. */
export class PutOffDelays {
  /** Of each product environment; one that is forgotten only makes its deliveries come back sooner. */
  private readonly turns = new Lru<PutOffTurns>({ maxEntries: MAX_ENVIRONMENTS });

  /** @returns milliseconds. */
  next({ environmentId, line, takesTurns, refusals }: PutOff): number {
    const jitter = Math.random();
    if (!takesTurns) return busyDelayMs({ refusals, turnsBefore: 0, jitter });
    const nowMs = performance.now();
    const turns = this.turns.use(environmentId, () => new PutOffTurns());
    const delayMs = busyDelayMs({ refusals, turnsBefore: turnsBefore(turns.at(nowMs, line)), jitter });
    turns.add(nowMs, line, delayMs);
    return delayMs;
  }
}
