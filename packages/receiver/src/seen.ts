/**
 * Where the ids of processed notifications are kept. An id is added after its handlers succeeded, so a crash between
 * leads to a repetition, never to a loss.
 */
export interface Seen {
  has(id: string): boolean | Promise<boolean>;
  /** @param ttlSeconds how long to keep it at least. */
  add(id: string, ttlSeconds: number): unknown;
}

/** Keeps the ids of this process, the newest `max` of them. Several processes need a store that they share. */
export function memorySeen({ max = 10_000 }: { readonly max?: number } = {}): Seen {
  const expiresAtMs = new Map<string, number>();
  return {
    has: (id) => (expiresAtMs.get(id) ?? 0) > Date.now(),
    add(id, ttlSeconds) {
      expiresAtMs.delete(id);
      expiresAtMs.set(id, Date.now() + ttlSeconds * 1000);
      const oldest = expiresAtMs.keys().next();
      if (expiresAtMs.size > max && !oldest.done) expiresAtMs.delete(oldest.value);
    },
  };
}
