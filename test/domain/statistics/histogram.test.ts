import {
  addHistograms,
  BOUNDS_MS,
  EMPTY_HISTOGRAM,
  quantileMs,
} from '../../../src/domain/statistics/statistics';

/** So many in each of the first parts. */
const parts = (...counts: readonly number[]) => EMPTY_HISTOGRAM.map((_, part) => counts[part] ?? 0);

it('has no quantile of nothing', () => {
  expect(quantileMs(EMPTY_HISTOGRAM, 0.5)).toBeUndefined();
});

it.each([
  [parts(100), 0.5, 25],
  [parts(100), 1, 50],
  [parts(50, 50), 0.5, 50],
  [parts(50, 50), 0.95, 95],
  [parts(0, 0, 10), 0.5, 175],
])('takes the times of a part to be spread evenly: %j has at %d the quantile %d', (histogram, share, ms) => {
  expect(quantileMs(histogram, share)).toBe(ms);
});

it('answers the last bound for what took longer', () => {
  expect(quantileMs(addHistograms(parts(), [...parts().slice(0, -1), 3]), 0.5)).toBe(20_000);
});

it('never falls as the share grows', () => {
  const histogram = parts(3, 0, 5, 1, 0, 0, 2, 9, 0, 4);
  const quantiles = [0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1].map(
    (share) => quantileMs(histogram, share) ?? NaN,
  );
  expect(quantiles).toEqual([...quantiles].sort((a, b) => a - b));
});

it('adds part by part', () => {
  expect(addHistograms(parts(1, 2), parts(0, 3, 4))).toEqual(parts(1, 5, 4));
  expect(EMPTY_HISTOGRAM).toHaveLength(BOUNDS_MS.length + 1);
});
