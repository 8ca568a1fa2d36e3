/** How often a page asks for what it shows, while its tab is visible. */
export const POLL_MS = 10_000;
/** The same while something on the page is about to change. */
export const QUICK_POLL_MS = 2_000;
/** The same for a moment after somebody asked for something, so that it shows soon. */
export const EAGER_POLL_MS = 500;
export const EAGER_FOR_MS = 10_000;
const MAX_POLL_MS = 60_000;

/**
 * Computes when to ask again, in milliseconds: later after each failure, up to a minute.
 *
 * @param failures in a row, up to now.
 */
export function pollDelayMs(failures: number, everyMs = POLL_MS): number {
  return failures === 0 ? everyMs : Math.min(MAX_POLL_MS, everyMs * 2 ** (failures - 1));
}
