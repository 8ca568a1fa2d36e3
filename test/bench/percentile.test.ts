import { median, percentile } from '../../bench/percentile';

const oneToHundred = Array.from({ length: 100 }, (_, index) => index + 1);

describe('percentile', () => {
  it.each<[string, readonly number[], number, number]>([
    ['p99 of 1 to 100 is 99', oneToHundred, 0.99, 99],
    ['p50 of 1 to 100 is 50', oneToHundred, 0.5, 50],
    ['p100 is the largest', oneToHundred, 1, 100],
    ['p99 of few samples is the largest', [3, 1, 2], 0.99, 3],
    ['samples may come in any order, and are compared as numbers', [10, 9, 100], 0.5, 10],
    ['the only sample is every percentile', [7], 0.01, 7],
  ])('%s', (_rule, samples, fraction, expected) => {
    expect(percentile(samples, fraction)).toBe(expected);
  });

  it('leaves the samples in their order', () => {
    const samples = [3, 1, 2];
    percentile(samples, 0.5);
    expect(samples).toEqual([3, 1, 2]);
  });

  it('refuses to invent a value when there is no sample', () => {
    expect(() => percentile([], 0.5)).toThrow('expected at least one sample');
  });
});

describe('median', () => {
  it.each<[string, readonly number[], number]>([
    ['the middle of an odd number of samples', [9, 1, 5], 5],
    ['the mean of the two in the middle of an even number', [4, 1, 3, 100], 3.5],
    ['the only sample', [2], 2],
  ])('is %s', (_rule, samples, expected) => {
    expect(median(samples)).toBe(expected);
  });

  it('refuses to invent a value when there is no sample', () => {
    expect(() => median([])).toThrow('expected at least one sample');
  });
});
