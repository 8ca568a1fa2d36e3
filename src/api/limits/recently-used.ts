/** A set that forgets, when it is full, what was added longest ago. */
export class RecentlyUsed {
  private readonly items = new Set<string>();

  constructor(private readonly maxItems: number) {}

  has(item: string): boolean {
    return this.items.has(item);
  }

  /** @returns what is forgotten for it. */
  add(item: string): readonly string[] {
    this.items.delete(item);
    this.items.add(item);
    return this.items.size > this.maxItems ? this.forgetOldest() : [];
  }

  delete(item: string): void {
    this.items.delete(item);
  }

  /** A tenth at once: to find the first of a set costs as much as the deletions before it. */
  private forgetOldest(): readonly string[] {
    const excess = this.items.size - Math.ceil(this.maxItems * 0.9);
    const oldest: string[] = [];
    for (const item of this.items) {
      if (oldest.length === excess) break;
      oldest.push(item);
      this.items.delete(item);
    }
    return oldest;
  }
}
