import { firstAttemptsOfRuns, plannedAttempts } from '../../../src/domain/deliveries/retry-schedule';

const now = '2026-03-14T09:30:00.000Z';
const schedule = { retryDelaysSeconds: [180, 360, 540], now };
const pending = {
  uri: 'https://hooks.example.com/cld',
  status: 'pending',
  attemptCount: 0,
  firstAttemptNumber: 1,
  nextAttemptAt: undefined,
} as const;

it('before the first attempt, all of the schedule is planned from now on', () => {
  expect(plannedAttempts(pending, schedule)).toEqual([
    { attemptNumber: 1, at: now },
    { attemptNumber: 2, at: '2026-03-14T09:33:00.000Z' },
    { attemptNumber: 3, at: '2026-03-14T09:39:00.000Z' },
    { attemptNumber: 4, at: '2026-03-14T09:48:00.000Z' },
  ]);
});

it('between attempts, the next one has its time, and the others follow it', () => {
  const waiting = { ...pending, attemptCount: 2, nextAttemptAt: '2026-03-14T09:31:00.000Z' };
  expect(plannedAttempts(waiting, schedule)).toEqual([
    { attemptNumber: 3, at: '2026-03-14T09:31:00.000Z' },
    { attemptNumber: 4, at: '2026-03-14T09:40:00.000Z' },
  ]);
});

it('what follows one that is overdue is counted from now', () => {
  const overdue = { ...pending, attemptCount: 2, nextAttemptAt: '2026-03-14T09:00:00.000Z' };
  expect(plannedAttempts(overdue, schedule).map(({ at }) => at)).toEqual([
    '2026-03-14T09:00:00.000Z',
    '2026-03-14T09:39:00.000Z',
  ]);
});

it('a second run has a schedule of its own, and its attempts count on', () => {
  const revived = { ...pending, attemptCount: 4, firstAttemptNumber: 5 };
  expect(plannedAttempts(revived, schedule).map(({ attemptNumber }) => attemptNumber)).toEqual([5, 6, 7, 8]);
});

it('one that has ended plans nothing; one that is pending has one more, whatever the settings are now', () => {
  expect(plannedAttempts({ ...pending, status: 'failed' }, schedule)).toEqual([]);
  const waiting = { ...pending, attemptCount: 4, nextAttemptAt: now };
  expect(plannedAttempts(waiting, { retryDelaysSeconds: [], now })).toEqual([{ attemptNumber: 5, at: now }]);
});

it('one that waits in a channel plans nothing: its client asks when it likes', () => {
  expect(plannedAttempts({ ...pending, uri: 'poll://orders' }, schedule)).toEqual([]);
});

it('a run begins with the attempt that its receiver was told is the first', () => {
  const made = (attemptNumber: number, inRun: string) => ({
    attemptNumber,
    requestHeaders: { 'Webhook-Attempt': inRun },
  });
  const attempts = [made(1, '1'), made(2, '2'), made(3, '1'), made(4, '2')];
  expect(firstAttemptsOfRuns(attempts, { firstAttemptNumber: 3 })).toEqual([1, 3]);
  expect(firstAttemptsOfRuns(attempts, { firstAttemptNumber: 5 })).toEqual([1, 3, 5]);
  // Of an attempt for which nothing was sent, nobody was told.
  expect(firstAttemptsOfRuns([{ attemptNumber: 1, requestHeaders: {} }], { firstAttemptNumber: 1 })).toEqual([
    1,
  ]);
});
