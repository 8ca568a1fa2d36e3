/** Places of which each holder may have so many at once. Nobody waits for one. */
export class Slots {
  private readonly taken = new Map<string, number>();

  constructor(private readonly perHolder: number) {}

  /** @returns how to give it back, which counts once; `undefined` when the holder has all that it may have. */
  take(holder: string): (() => void) | undefined {
    const before = this.taken.get(holder) ?? 0;
    if (before >= this.perHolder) return undefined;
    this.taken.set(holder, before + 1);
    let isHeld = true;
    return () => {
      if (isHeld) this.giveBack(holder);
      isHeld = false;
    };
  }

  private giveBack(holder: string): void {
    const left = (this.taken.get(holder) ?? 0) - 1;
    if (left > 0) this.taken.set(holder, left);
    else this.taken.delete(holder);
  }
}
