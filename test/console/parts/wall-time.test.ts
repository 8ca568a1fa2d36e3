import { fromWallTime, toWallTime } from '../../../src/console/parts/wall-time';

it.each(['utc', 'local'] as const)('an instant comes back from its %s time, to the minute', (zone) => {
  const wallTime = toWallTime('2026-03-14T09:26:53.000Z', zone);
  expect(fromWallTime(wallTime, zone)).toBe('2026-03-14T09:26:00.000Z');
});

it('a time in UTC is that of the clock in Greenwich', () => {
  expect(toWallTime('2026-03-14T09:26:53.000Z', 'utc')).toBe('2026-03-14T09:26');
  expect(fromWallTime('2026-03-14T09:26', 'utc')).toBe('2026-03-14T09:26:00.000Z');
});

it('what is no time is none', () => {
  expect([toWallTime(undefined, 'utc'), toWallTime('soon', 'utc'), fromWallTime('', 'local')]).toEqual([
    '',
    '',
    '',
  ]);
});
