import { backlogWords } from '../../../src/console/pages/health/backlog-words';

const nowMs = Date.parse('2026-03-14T09:26:53.000Z');
const oldest = '2026-03-14T09:26:41.000Z';

it.each([
  [{ count: 0, count_is: 'exact', oldest_received_at: null }, 'none'],
  [{ count: 1_204, count_is: 'exact', oldest_received_at: oldest }, '1,204, the oldest for 12 s'],
  [{ count: 3, count_is: 'at_least', oldest_received_at: oldest }, '3 or more, the oldest for 12 s'],
  [{ count: 0, count_is: 'at_least', oldest_received_at: null }, 'none among the oldest of the service'],
] as const)('of %j it says: %s', (waiting, words) => {
  expect(backlogWords(waiting, nowMs)).toBe(words);
});

it('a clock that is late makes no age below nothing', () => {
  const waiting = { count: 1, count_is: 'exact', oldest_received_at: oldest } as const;
  expect(backlogWords(waiting, nowMs - 60_000)).toBe('1, the oldest for 0 ms');
});
