import { dueAfterMs } from '../../bench/open-loop/due-after-ms';

it('spaces events evenly, the first at once', () => {
  expect([0, 1, 2, 3].map((index) => dueAfterMs(index, 2))).toEqual([0, 500, 1_000, 1_500]);
});

it('does not add up roundings: the 300,001st event of 3 a second is due after 100,000 s exactly', () => {
  expect(dueAfterMs(300_000, 3)).toBe(100_000_000);
});
