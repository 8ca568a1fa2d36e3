/** What happened in one bucket. */
export interface BarFacts {
  /** When it begins: milliseconds since the epoch. */
  readonly atMs: number;
  readonly good: number;
  readonly bad: number;
}

/** A bar in a picture of 1,000 by 100, whose origin is above on the left. */
export interface Bar {
  readonly x: number;
  readonly width: number;
  readonly goodY: number;
  readonly goodHeight: number;
  readonly badY: number;
  readonly badHeight: number;
}

/** Width and height of the picture. */
export const BARS_WIDTH = 1_000;
export const BARS_HEIGHT = 100;
/** What is greater than nothing can be seen. */
const LEAST = 1.5;

/** @returns one bar for each, the good below the bad, and how many the highest one stands for. */
export function layOutBars(facts: readonly BarFacts[]): {
  readonly bars: readonly Bar[];
  readonly most: number;
} {
  const most = Math.max(0, ...facts.map(({ good, bad }) => good + bad));
  const pitch = BARS_WIDTH / Math.max(1, facts.length);
  const heightOf = (count: number) =>
    count === 0 ? 0 : Math.max(LEAST, (count / most) * (BARS_HEIGHT - LEAST));
  const bars = facts.map(({ good, bad }, index) => {
    const goodHeight = heightOf(good);
    const badHeight = Math.min(heightOf(bad), BARS_HEIGHT - goodHeight);
    return {
      x: index * pitch + pitch * 0.1,
      width: pitch * 0.8,
      goodY: BARS_HEIGHT - goodHeight,
      goodHeight,
      badY: BARS_HEIGHT - goodHeight - badHeight,
      badHeight,
    };
  });
  return { bars, most };
}

/** A line through the middle of each bucket that has a value, broken where there is none. @returns the `d` of a path. */
export function linePath(values: readonly (number | null)[], most: number): string {
  const pitch = BARS_WIDTH / Math.max(1, values.length);
  const parts: string[] = [];
  for (const [index, value] of values.entries()) {
    if (value === null) continue;
    const y = most === 0 ? BARS_HEIGHT : BARS_HEIGHT - (value / most) * BARS_HEIGHT;
    const before = index > 0 ? (values[index - 1] ?? null) : null;
    const after = values[index + 1] ?? null;
    // One that stands alone is as wide as its bucket.
    if (before === null)
      parts.push(`M${round(after === null ? index * pitch : (index + 0.5) * pitch)} ${round(y)}`);
    if (before !== null) parts.push(`L${round((index + 0.5) * pitch)} ${round(y)}`);
    else if (after === null) parts.push(`H${round((index + 1) * pitch)}`);
  }
  return parts.join('');
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}
