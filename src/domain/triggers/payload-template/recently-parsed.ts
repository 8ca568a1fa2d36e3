const MAX_ENTRIES = 500;
/** Longer ones are parsed each time, so that the cache cannot hold much memory. */
const MAX_KEY_LENGTH = 500;

/**
 * Keeps the tokens of the string leaves used last, in place of the library's cache, which never
 * forgets.
 */
export class RecentlyParsed {
  private readonly tokens = new Map<string, unknown>();

  get(key: string): unknown {
    const found = this.tokens.get(key);
    if (found === undefined) return undefined;
    this.tokens.delete(key);
    this.tokens.set(key, found);
    return found;
  }

  set(key: string, tokens: unknown): void {
    if (key.length > MAX_KEY_LENGTH) return;
    this.tokens.set(key, tokens);
    const [oldest] = this.tokens.keys();
    if (this.tokens.size > MAX_ENTRIES && oldest !== undefined) this.tokens.delete(oldest);
  }

  clear(): void {
    this.tokens.clear();
  }
}
