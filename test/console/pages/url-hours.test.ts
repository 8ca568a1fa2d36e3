import { hourBars, hourWords } from '../../../src/console/pages/webhooks/url-hours';

const nowMs = Date.parse('2026-03-14T09:26:53.589Z');
const hour = (at: string, delivered: number, failed: number) => ({
  at: `2026-03-${at}:00:00.000Z`,
  delivered,
  failed_attempts: failed,
});

it('there is a bar for this hour and for each of the 23 before, also where nothing happened', () => {
  const bars = hourBars([hour('13T10', 4, 1), hour('14T09', 2, 0), hour('13T09', 9, 9)], nowMs);
  expect(bars).toHaveLength(24);
  expect(bars[0]).toEqual({ atMs: Date.parse('2026-03-13T10:00:00Z'), good: 4, bad: 1 });
  expect(bars[1]).toMatchObject({ good: 0, bad: 0 });
  expect(bars[23]).toEqual({ atMs: Date.parse('2026-03-14T09:00:00Z'), good: 2, bad: 0 });
});

it.each([
  [[hour('14T09', 1, 0)], '24 hours: 1 delivered, 0 attempts failed'],
  [[hour('14T07', 1_204, 1)], '24 hours: 1,204 delivered, 1 attempt failed, that 2 hours ago'],
  [
    [hour('13T10', 0, 3), hour('14T08', 0, 2)],
    '24 hours: 0 delivered, 5 attempts failed, the last of these an hour ago',
  ],
  [[hour('14T09', 0, 2)], '24 hours: 0 delivered, 2 attempts failed, the last of these in this hour'],
])('the bars are said in words: %#', (hours, words) => {
  expect(hourWords(hourBars(hours, nowMs))).toBe(words);
});
