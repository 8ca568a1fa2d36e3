import { dueTimesMs } from '../../bench/open-loop/due-times';

it('spaces events evenly, the first at once', () => {
  expect(dueTimesMs(4, 2)).toEqual([0, 500, 1_000, 1_500]);
});

it('does not add up roundings: the 300,001st event of 3 a second is due after 100,000 s exactly', () => {
  expect(dueTimesMs(300_001, 3).at(-1)).toBe(100_000_000);
});

it('has no time for no event', () => {
  expect(dueTimesMs(0, 10)).toEqual([]);
});
