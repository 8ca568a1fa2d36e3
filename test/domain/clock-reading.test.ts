import { difference, offsetAfter } from '../../src/store/database/database-clock';

const HOUR_MS = 3_600_000;

describe('the offset of another clock', () => {
  it('is taken at the middle of the round trip', () => {
    expect(offsetAfter(undefined, { sentMs: 1_000, receivedMs: 1_020, theirsMs: 50_010 })).toBe(49_000);
  });

  it.each([
    [
      'a reading that the round trip explains',
      49_000,
      { sentMs: 1_000, receivedMs: 1_020, theirsMs: 50_019 },
    ],
    ['a reading that took long', 49_000, { sentMs: 1_000, receivedMs: 5_000, theirsMs: 50_100 }],
  ])('stays as it is after %s', (_what, current, reading) => {
    expect(offsetAfter(current, reading)).toBe(current);
  });

  it('follows a clock that was set', () => {
    const reading = { sentMs: 1_000, receivedMs: 1_020, theirsMs: 50_010 + HOUR_MS };
    expect(offsetAfter(49_000, reading)).toBe(49_000 + HOUR_MS);
  });
});

describe('a difference between two clocks', () => {
  it.each([
    [0, 4_900, 0],
    [0, -4_900, 0],
    [0, HOUR_MS, HOUR_MS],
    [0, -6_000, -6_000],
    [HOUR_MS, HOUR_MS + 4_000, HOUR_MS],
    [HOUR_MS, 2 * HOUR_MS, 2 * HOUR_MS],
    [HOUR_MS, 100, 0],
    [5_100, 4_900, 5_100],
    [5_100, -5_100, -5_100],
  ])('told as %d ms, and %d ms now, is told as %d ms', (told, ahead, expected) => {
    expect(difference(told, ahead)).toBe(expected);
  });
});
