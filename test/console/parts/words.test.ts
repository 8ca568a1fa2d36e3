import { pollDelayMs } from '../../../src/console/calls/poll';
import { clockWords, relativeWords } from '../../../src/console/parts/time-words';
import { visibleText } from '../../../src/console/parts/visible-text';

const NOW = new Date('2026-03-14T09:26:53.000Z');

it.each([
  [0, 'now'],
  [400, 'now'],
  [-59_000, '59s ago'],
  [-60_000, '1m ago'],
  [-3_599_000, '59m ago'],
  [-7_300_000, '2h ago'],
  [-90_000_000, '1d ago'],
  [4_000, 'in 4s'],
  [3_600_000, 'in 1h'],
])('an instant %d ms from now is "%s"', (offsetMs, words) => {
  expect(relativeWords(NOW.getTime() + offsetMs, NOW.getTime())).toBe(words);
});

it('a time names its zone, and its year only when it is another one', () => {
  expect(clockWords(NOW, 'utc', NOW)).toBe('14 Mar, 09:26:53 UTC');
  expect(clockWords(new Date('2025-12-31T23:59:59Z'), 'utc', NOW)).toBe('31 Dec 2025, 23:59:59 UTC');
});

it.each([
  ['plain text, ünïcode and 🫖', 'plain text, ünïcode and 🫖'],
  ['a\u202Eb', 'a‹U+202E›b'],
  ['\u0000\n\u200B\uFEFF\u2028', '‹U+0000›‹U+000A›‹U+200B›‹U+FEFF›‹U+2028›'],
  ['\u{E0041}', '‹U+E0041›'],
])('shows %j as %j', (text, shown) => {
  expect(visibleText(text)).toBe(shown);
});

it('asks again after 10 s, then later after each failure, up to a minute', () => {
  expect([0, 1, 2, 3, 4, 9].map((failures) => pollDelayMs(failures))).toEqual([
    10_000, 10_000, 20_000, 40_000, 60_000, 60_000,
  ]);
  expect(pollDelayMs(0, 2_000)).toBe(2_000);
});
