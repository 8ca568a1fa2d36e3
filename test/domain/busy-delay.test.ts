import { busyDelayMs } from '../../src/domain/busy-delay';

const delay = (facts: Partial<Parameters<typeof busyDelayMs>[0]> = {}) =>
  busyDelayMs({ refusals: 0, putOff: 0, jitter: 0, ...facts });

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

  it('is no longer while a hundred at most must take turns', () => {
    expect(delay({ refusals: 9, putOff: 100 })).toBe(20_000);
  });

  it('is longer while more must take turns: five a second come back, and each within 5 minutes', () => {
    expect(delay({ putOff: 300 })).toBe(60_000);
    expect(delay({ putOff: 100_000 })).toBe(300_000);
  });
});
