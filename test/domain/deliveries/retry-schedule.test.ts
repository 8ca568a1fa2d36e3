import {
  attemptLimit,
  DEFAULT_RETRY_DELAYS_SECONDS,
  retryDelaysOf,
  retryDelaySeconds,
} from '../../../src/domain/deliveries/retry-schedule';

const DELAYS = DEFAULT_RETRY_DELAYS_SECONDS;

describe('the retry schedule', () => {
  it('is four attempts, with 3, 6 and 9 minutes between them', () => {
    expect(attemptLimit(DELAYS)).toBe(4);
    expect([1, 2, 3].map((attemptNumber) => retryDelaySeconds(DELAYS, attemptNumber))).toEqual([
      3 * 60,
      6 * 60,
      9 * 60,
    ]);
  });

  it('ends with the last attempt', () => {
    expect(retryDelaySeconds(DELAYS, 4)).toBeUndefined();
    expect(retryDelaySeconds([], 1)).toBeUndefined();
  });

  it('without waits is one attempt', () => {
    expect(attemptLimit([])).toBe(1);
  });

  it('has no waits for a test, whatever the settings are', () => {
    expect(retryDelaysOf({ isTest: true }, DELAYS)).toEqual([]);
    expect(retryDelaysOf({ isTest: false }, DELAYS)).toEqual(DELAYS);
    expect(retryDelaysOf({}, DELAYS)).toEqual(DELAYS);
  });
});
