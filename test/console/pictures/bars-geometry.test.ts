import { BARS_HEIGHT, BARS_WIDTH, layOutBars, linePath } from '../../../src/console/pictures/bars-geometry';

const bar = (good: number, bad: number) => ({ atMs: 0, good, bad });

it('divides the width among the bars, and leaves a gap between them', () => {
  const { bars } = layOutBars([bar(1, 0), bar(1, 0)]);
  expect(bars.map(({ x, width }) => [x, width])).toEqual([
    [50, 400],
    [550, 400],
  ]);
  expect(BARS_WIDTH).toBe(1_000);
});

it('stands on the ground, the bad upon the good, the highest one as high as the picture', () => {
  const { bars, most } = layOutBars([bar(30, 10), bar(10, 0)]);
  expect(most).toBe(40);
  for (const { goodY, goodHeight, badY, badHeight } of bars) {
    expect(goodY + goodHeight).toBe(BARS_HEIGHT);
    expect(badY + badHeight).toBeCloseTo(goodY);
    expect(badY).toBeGreaterThanOrEqual(0);
  }
  expect(bars[0]?.badY).toBeLessThan(2);
});

it('shows one among a million', () => {
  const { bars } = layOutBars([bar(1_000_000, 0), bar(0, 1)]);
  expect(bars[1]?.badHeight).toBeGreaterThanOrEqual(1);
});

it('has flat bars, and none at all, where there is nothing', () => {
  expect(layOutBars([])).toEqual({ bars: [], most: 0 });
  expect(layOutBars([bar(0, 0)]).bars).toMatchObject([{ goodHeight: 0, badHeight: 0 }]);
});

it.each([
  [[], 10, ''],
  [[null, null], 0, ''],
  [[10, 5], 10, 'M250 0L750 50'],
  [[null, 10], 10, 'M500 0H1000'],
  [[10, 10, null, 0], 10, 'M125 0L375 0M750 100H1000'],
])('draws %j of at most %d as %j: broken where there is no value', (values, most, path) => {
  expect(linePath(values, most)).toBe(path);
});
