import { newcomerCapacity } from '../../../src/domain/fairness/fairness';

describe('a URL that nothing is known about', () => {
  it('has 10 attempts at a time where nothing is known of its origin', () => {
    const capacity = { limit: 10, pace: 'unknown' } as const;
    expect(newcomerCapacity({ capacity, underWay: 0 })).toEqual({ limit: 10, pace: 'unknown' });
  });

  it('is taken for quick where other new ones were', () => {
    const capacity = { limit: 30, pace: 'quick' } as const;
    expect(newcomerCapacity({ capacity, underWay: 29 })).toEqual({ limit: 10, pace: 'quick' });
  });

  it('is in doubt again beyond as many attempts at a time as those have earned', () => {
    const capacity = { limit: 30, pace: 'quick' } as const;
    expect(newcomerCapacity({ capacity, underWay: 30 })).toEqual({ limit: 10, pace: 'unknown' });
  });

  it.each(['slow', 'hanging'] as const)('has one attempt at a time where other new ones were %s', (pace) => {
    const capacity = { limit: 30, pace };
    expect(newcomerCapacity({ capacity, underWay: 0 })).toEqual({ limit: 1, pace: 'unknown' });
  });
});
