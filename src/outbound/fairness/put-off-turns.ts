import type { PutOffs } from '../../domain/fairness/come-back-delay';
import { PutOffCount } from './put-off-count';

/** The deliveries to one URL that were put off and are to come back yet. */
export class PutOffLine {
  readonly count = new PutOffCount();
  lastDueMs = 0;
}

/** Counts, for one product environment, who takes turns to come back. */
export class PutOffTurns {
  /** Each URL until the last of its deliveries is to come back. */
  private readonly urls = new PutOffCount();

  at(nowMs: number, line: PutOffLine): PutOffs {
    const ofUrl = line.count.at(nowMs);
    // Not below 0: what is known of a product environment may be forgotten before that of its URL.
    return { ofUrl, otherUrls: Math.max(0, this.urls.at(nowMs) - (ofUrl > 0 ? 1 : 0)) };
  }

  add(nowMs: number, line: PutOffLine, delayMs: number): void {
    const dueMs = nowMs + delayMs;
    const isInLine = line.count.at(nowMs) > 0;
    line.count.add(nowMs, dueMs);
    if (isInLine && dueMs <= line.lastDueMs) return;
    if (isInLine) this.urls.remove(nowMs, line.lastDueMs);
    this.urls.add(nowMs, dueMs);
    line.lastDueMs = dueMs;
  }
}
