/** So many answers are kept; pages that are open ask for far fewer. */
const MAX_KEPT = 50;

interface KnownAnswer {
  readonly etag: string;
  readonly answer: unknown;
}

/** The newest answers by path, in memory alone: what is still the same need not be sent again. */
const known = new Map<string, KnownAnswer>();

/** The answer that was last had from a path. */
export function knownAnswer(path: string): KnownAnswer | undefined {
  return known.get(path);
}

/** Keeps an answer, if it has a name, in place of the one before. */
export function keepAnswer(path: string, etag: string | null, answer: unknown): void {
  known.delete(path);
  if (etag === null) return;
  known.set(path, { etag, answer });
  const [oldest] = known.keys();
  if (known.size > MAX_KEPT && oldest !== undefined) known.delete(oldest);
}

/** Forgets every answer: they belong to who has signed in. */
export function forgetAnswers(): void {
  known.clear();
}
