interface Counts {
  /** Attempts under way, and those that wait for their turn. */
  readonly slots: number;
  readonly doubtful: number;
  /** Attempts that wait for their turn at destinations that are not known to be quick. */
  readonly doubtfulWaiting: number;
}

const NONE: Counts = { slots: 0, doubtful: 0, doubtfulWaiting: 0 };

/** Counts who uses a worker's slots. What it remembers of a product environment that uses none is nothing. */
export class SlotCounts {
  private readonly environments = new Map<string, Counts>();
  private doubtfulOfAll = 0;

  of(environmentId: string): Counts {
    return this.environments.get(environmentId) ?? NONE;
  }

  get doubtful(): number {
    return this.doubtfulOfAll;
  }

  /** @param change what is added; negative to take away. */
  add(environmentId: string, change: Partial<Counts>): void {
    const before = this.of(environmentId);
    const slots = before.slots + (change.slots ?? 0);
    const doubtful = before.doubtful + (change.doubtful ?? 0);
    const doubtfulWaiting = before.doubtfulWaiting + (change.doubtfulWaiting ?? 0);
    this.doubtfulOfAll += change.doubtful ?? 0;
    if (slots === 0) this.environments.delete(environmentId);
    else this.environments.set(environmentId, { slots, doubtful, doubtfulWaiting });
  }
}
