/** Remembers what was used last, and forgets the rest. */
export interface RecentlyUsed<T> {
  /** What is remembered of `key`, or what `create` makes of it; the most recently used from now on. */
  use(key: string, create: () => T): T;
  readonly size: number;
}

/** @param isIdle whether something may be forgotten; so much of it must be that `maxEntries` can be kept to. */
export function createRecentlyUsed<T>(maxEntries: number, isIdle: (value: T) => boolean): RecentlyUsed<T> {
  // A map keeps the order of insertion: the least recently used is the first.
  const entries = new Map<string, T>();

  const forgetOne = () => {
    for (const [key, value] of entries) {
      if (!isIdle(value)) continue;
      entries.delete(key);
      return;
    }
  };

  return {
    use(key, create) {
      const value = entries.get(key) ?? create();
      entries.delete(key);
      if (entries.size >= maxEntries) forgetOne();
      entries.set(key, value);
      return value;
    },
    get size() {
      return entries.size;
    },
  };
}
