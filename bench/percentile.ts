/**
 * The smallest sample that at least `fraction` of all samples do not exceed (nearest rank).
 *
 * @param fraction above 0, at most 1: 0.99 for p99.
 * @throws RangeError when there is no sample.
 */
export function percentile(samples: readonly number[], fraction: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const found = sorted[Math.ceil(fraction * sorted.length) - 1];
  if (found === undefined) throw new RangeError(`percentile ${fraction}: expected at least one sample`);
  return found;
}

/** The middle sample, or the mean of the two in the middle. @throws RangeError when there is no sample. */
export function median(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined)
    throw new RangeError('median: expected at least one sample');
  return (lower + upper) / 2;
}
