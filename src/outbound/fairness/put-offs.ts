import { busyDelayMs, turnsBefore, type PutOffs } from '../../domain/fairness/fairness';
import { Lru } from '../../kit/lru';

const MAX_ENVIRONMENTS = 1_000;

export interface PutOff {
  readonly environmentId: string;
  /** The line of its URL. */
  readonly line: PutOffLine;
  /** `undefined` where it need not take turns. */
  readonly turnsPerSecond: number | undefined;
  /** How often this delivery was refused before. */
  readonly refusals: number;
}

/** Decides when deliveries that were deferred come back. */
export class PutOffDelays {
  /** For each product environment; if one is forgotten, its deliveries only come back sooner. */
  private readonly turns = new Lru<PutOffTurns>({ maxEntries: MAX_ENVIRONMENTS });

  /** @returns milliseconds. */
  next({ environmentId, line, turnsPerSecond, refusals }: PutOff): number {
    const jitter = Math.random();
    if (turnsPerSecond === undefined) return busyDelayMs({ refusals, jitter });
    const nowMs = performance.now();
    const turns = this.turns.use(environmentId, () => new PutOffTurns());
    const before = turnsBefore(turns.at(nowMs, line));
    const delayMs = busyDelayMs({ refusals, turns: { before, perSecond: turnsPerSecond }, jitter });
    turns.add(nowMs, line, delayMs);
    return delayMs;
  }
}

/** The deliveries to one URL that were deferred and are to come back yet. */
export class PutOffLine {
  readonly count = new PutOffCount();
  lastDueMs = 0;
}

/** Counts, for one product environment, who takes turns to come back. */
class PutOffTurns {
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

/** Counts what is to come back yet, to the second. */
class PutOffCount {
  private readonly dueInSecond = new Map<number, number>();
  private due = 0;
  private firstSecond = 0;

  add(nowMs: number, dueMs: number): void {
    this.forgetBefore(nowMs);
    this.change(toSecond(dueMs), 1);
  }

  /** @param dueMs when something was to come back that was added and will not. */
  remove(nowMs: number, dueMs: number): void {
    this.forgetBefore(nowMs);
    if (this.dueInSecond.has(toSecond(dueMs))) this.change(toSecond(dueMs), -1);
  }

  at(nowMs: number): number {
    this.forgetBefore(nowMs);
    return this.due;
  }

  private change(second: number, by: number): void {
    const due = (this.dueInSecond.get(second) ?? 0) + by;
    if (due === 0) this.dueInSecond.delete(second);
    else this.dueInSecond.set(second, due);
    this.due += by;
  }

  private forgetBefore(nowMs: number): void {
    const second = toSecond(nowMs);
    for (; this.due > 0 && this.firstSecond < second; this.firstSecond++) {
      this.due -= this.dueInSecond.get(this.firstSecond) ?? 0;
      this.dueInSecond.delete(this.firstSecond);
    }
    this.firstSecond = second;
  }
}

function toSecond(ms: number): number {
  return Math.floor(ms / 1_000);
}
