import { setTimeout as pause } from 'node:timers/promises';

interface AnswerWaits<Key, Found> {
  /**
   * Looks for an operation's answer until there is one, the time is over, or nobody wants it any more.
   *
   * @param signal aborted when the caller has gone away.
   * @returns what was found last; `undefined` when there is no such operation.
   */
  wait(
    key: Key,
    until: { readonly waitMs: number; readonly signal: AbortSignal },
  ): Promise<Found | undefined>;
  /** Ends every wait, now and to come, so that they do not hold up the end of the process. */
  end(): void;
}

/** An answer is mostly there at once or within a second; one that takes longer is looked for once a second. */
const FIRST_PAUSE_MS = 50;
const MAX_PAUSE_MS = 1_000;

/** @param find looks into the database: another process may have put the answer there. */
export function createAnswerWaits<Key, Found extends { readonly response: unknown }>(
  find: (key: Key) => Promise<Found | undefined>,
): AnswerWaits<Key, Found> {
  const waiting = new Set<AbortController>();
  let isOver = false;

  return {
    async wait(key, { waitMs, signal }) {
      const deadlineMs = performance.now() + waitMs;
      const stop = new AbortController();
      waiting.add(stop);
      signal.addEventListener('abort', () => stop.abort(), { once: true });
      try {
        for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS)) {
          const found = await find(key);
          const leftMs = deadlineMs - performance.now();
          const isInVain = isOver || signal.aborted || leftMs <= 0;
          if (found === undefined || found.response !== undefined || isInVain) return found;
          await pause(Math.min(pauseMs, leftMs), undefined, { signal: stop.signal }).catch(() => undefined);
        }
      } finally {
        waiting.delete(stop);
      }
    },

    end() {
      isOver = true;
      for (const stop of waiting) stop.abort();
    },
  };
}
