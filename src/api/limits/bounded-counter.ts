import { RateLimiterMemory } from 'rate-limiter-flexible';
import { Lru } from '../../kit/lru';

interface Standing {
  /** Of the present window. */
  readonly count: number;
  /** Until the window, or the block, ends. */
  readonly leftMs: number;
}

interface CounterOptions {
  readonly limit: number;
  readonly windowSeconds: number;
}

/** A flood of made-up addresses and keys costs some 15 MB at most. */
const MAX_KEYS = 20_000;

/**
 * Counts by key within a window that begins with the first count. Kept in this process's memory; of too many keys, those
 * that were counted longest ago are forgotten.
 */
export class BoundedCounter {
  private readonly limiter: RateLimiterMemory;
  private readonly keys: Lru<true>;

  constructor({ limit, windowSeconds }: CounterOptions, maxKeys = MAX_KEYS) {
    // A tenth at once: to find the first of a map costs as much as the deletions before it.
    this.keys = new Lru({ maxEntries: maxKeys, shrinkTo: Math.ceil(maxKeys * 0.9) });
    this.limiter = new RateLimiterMemory({ points: limit, duration: windowSeconds });
  }

  /** @param times as how many it counts. */
  async count(key: string, times = 1): Promise<Standing> {
    await this.keep(key);
    const { consumedPoints, msBeforeNext } = await this.limiter.penalty(key, times);
    return { count: consumedPoints, leftMs: msBeforeNext };
  }

  async block(key: string, seconds: number): Promise<void> {
    await this.keep(key);
    await this.limiter.block(key, seconds);
  }

  /** @returns for how long the key is still blocked, in milliseconds; 0 when it is not. */
  async blockedMs(key: string): Promise<number> {
    const found = await this.limiter.get(key);
    return found && found.consumedPoints > this.limiter.points ? Math.max(0, found.msBeforeNext) : 0;
  }

  private async keep(key: string): Promise<void> {
    for (const longestAgo of this.keys.set(key, true)) await this.limiter.delete(longestAgo);
  }
}
