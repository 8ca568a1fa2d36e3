/** Counts what is to come back yet, to the second. */
export class PutOffCount {
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
