/** Waits between consecutive attempts: 3, 6 and 9 minutes. Source: docs/contract.md §6, docs/decisions.md D19. */
export const DEFAULT_RETRY_DELAYS_SECONDS: readonly number[] = [180, 360, 540];

/** The waits of a delivery's runs: a test has none. @param retryDelaysSeconds of every other delivery. */
export function retryDelaysOf(
  { isTest = false }: { readonly isTest?: boolean },
  retryDelaysSeconds: readonly number[],
): readonly number[] {
  return isTest ? [] : retryDelaysSeconds;
}

/** Number of attempts that a schedule allows: the first one and one after each wait. */
export function attemptLimit(retryDelaysSeconds: readonly number[]): number {
  return retryDelaysSeconds.length + 1;
}

/**
 * The wait after a failed attempt.
 *
 * @param attemptNumber 1-based number of the attempt that failed.
 * @returns `undefined` when it was the last one.
 */
export function retryDelaySeconds(
  retryDelaysSeconds: readonly number[],
  attemptNumber: number,
): number | undefined {
  return retryDelaysSeconds[attemptNumber - 1];
}
