/** Counts the deliveries that were put off and are to come back yet, to the second. */
export class PutOffCount {
  private readonly dueInSecond = new Map<number, number>();
  private due = 0;
  private firstSecond = 0;

  add(nowMs: number, delayMs: number): void {
    this.forgetBefore(nowMs);
    const second = toSecond(nowMs + delayMs);
    this.dueInSecond.set(second, (this.dueInSecond.get(second) ?? 0) + 1);
    this.due += 1;
  }

  at(nowMs: number): number {
    this.forgetBefore(nowMs);
    return this.due;
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
