interface LruOptions<Value> {
  readonly maxEntries: number;
  /** What may be forgotten: by default everything. There are more than `maxEntries` while nothing may be. */
  readonly mayForget?: (value: Value) => boolean;
  /** How many remain when there were too many: by default `maxEntries`. */
  readonly shrinkTo?: number;
  /** Told of each value that is forgotten to make room, or by `clear`. */
  readonly onForget?: (value: Value) => void;
}

/** Remembers what was used last, and forgets the rest. */
export class Lru<Value extends NonNullable<unknown>> {
  /** A map keeps the order of insertion: the least recently used is the first. */
  private readonly entries = new Map<string, Value>();

  constructor(private readonly options: LruOptions<Value>) {}

  get size(): number {
    return this.entries.size;
  }

  /** Asking is no use: the order stays. */
  has(key: string): boolean {
    return this.entries.has(key);
  }

  /** What is remembered of `key`, the most recently used from now on. */
  get(key: string): Value | undefined {
    const value = this.entries.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  /** What is remembered of `key`, or what `create` makes of it; the most recently used from now on. */
  use(key: string, create: () => Value): Value {
    const value = this.entries.get(key) ?? create();
    this.set(key, value);
    return value;
  }

  /** @returns the keys that are forgotten for it. */
  set(key: string, value: Value): readonly string[] {
    this.entries.delete(key);
    const forgotten = this.entries.size < this.options.maxEntries ? [] : this.makeRoom();
    this.entries.set(key, value);
    return forgotten;
  }

  delete(key: string): void {
    this.entries.delete(key);
  }

  clear(): void {
    const values = [...this.entries.values()];
    this.entries.clear();
    for (const value of values) this.options.onForget?.(value);
  }

  /** For one more. */
  private makeRoom(): readonly string[] {
    const { maxEntries, mayForget = () => true, shrinkTo = maxEntries, onForget } = this.options;
    const excess = this.entries.size + 1 - shrinkTo;
    const forgotten: string[] = [];
    for (const [key, value] of this.entries) {
      if (forgotten.length === excess) break;
      if (!mayForget(value)) continue;
      this.entries.delete(key);
      onForget?.(value);
      forgotten.push(key);
    }
    return forgotten;
  }
}
