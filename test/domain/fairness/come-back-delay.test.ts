import { busyDelayMs, turnsBefore } from '../../../src/domain/fairness/fairness';

const delay = (facts: Partial<Parameters<typeof busyDelayMs>[0]> = {}) =>
  busyDelayMs({ refusals: 0, jitter: 0, ...facts });

describe('the time until a delivery asks again', () => {
  it('doubles from 1 s to 20 s', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 1_000].map((refusals) => delay({ refusals }))).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000, 20_000,
    ]);
  });

  it('is shortened at random by up to half, so that not all come at once', () => {
    expect(delay({ jitter: 0.5 })).toBe(750);
    expect(delay({ jitter: 1 })).toBe(500);
  });

  it('is no longer while few must take turns', () => {
    expect(delay({ refusals: 9, turns: { before: 40, perSecond: 2 } })).toBe(20_000);
  });

  it('is longer while more must take turns, and never longer than 5 minutes', () => {
    expect(delay({ turns: { before: 120, perSecond: 2 } })).toBe(60_000);
    expect(delay({ turns: { before: 120, perSecond: 5 } })).toBe(24_000);
    expect(delay({ turns: { before: 100_000, perSecond: 2 } })).toBe(300_000);
  });
});

describe('the turns before that of a delivery', () => {
  it('are those of its own URL, where no other must take turns', () => {
    expect(turnsBefore({ ofUrl: 0, otherUrls: 0 })).toBe(0);
    expect(turnsBefore({ ofUrl: 500, otherUrls: 0 })).toBe(500);
  });

  it('are shared with other URLs one by one, however long their lines are', () => {
    expect(turnsBefore({ ofUrl: 0, otherUrls: 1 })).toBe(1);
    expect(turnsBefore({ ofUrl: 0, otherUrls: 200 })).toBe(200);
    expect(turnsBefore({ ofUrl: 2, otherUrls: 1 })).toBe(5);
  });
});
