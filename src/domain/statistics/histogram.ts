/** Upper bounds of a histogram's parts, in milliseconds, included. What takes longer is in one more part, the last one. */
export const BOUNDS_MS = [50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 20_000] as const;

/** How many times fell into each part. */
export type Histogram = readonly number[];

/** A histogram of nothing. */
export const EMPTY_HISTOGRAM: Histogram = Array.from({ length: BOUNDS_MS.length + 1 }, () => 0);

/** Adds two histograms, part by part. */
export function addHistograms(one: Histogram, other: Histogram): Histogram {
  return one.map((count, part) => count + (other[part] ?? 0));
}

/**
 * Estimates a quantile, in whole milliseconds: within a part, times are taken to be spread evenly. Beyond the last bound it
 * is that bound, so the truth may be greater.
 *
 * @param share greater than 0, at most 1: 0.95 for p95.
 * @returns `undefined` for a histogram of nothing.
 */
export function quantileMs(histogram: Histogram, share: number): number | undefined {
  const total = histogram.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  const rank = share * total;
  let before = 0;
  for (const [part, count] of histogram.entries()) {
    const upper = BOUNDS_MS[part];
    if (upper === undefined) break;
    if (count > 0 && before + count >= rank) {
      const lower = BOUNDS_MS[part - 1] ?? 0;
      return Math.round(lower + ((upper - lower) * (rank - before)) / count);
    }
    before += count;
  }
  return BOUNDS_MS.at(-1);
}
