import {
  attemptsMade,
  remedyFor,
  runSince,
  type RunState,
} from '../../../src/domain/deliveries/retry-schedule';

const WAITS = [180, 360, 540];
const afterOne = { attemptCount: 1, firstAttemptNumber: 1 };
const closed = (
  status: Extract<RunState, { kind: 'closed' }>['status'],
  wasCancelRequested = false,
): RunState => ({
  kind: 'closed',
  status,
  wasCancelRequested,
});

describe('a delivery that is stored as pending', () => {
  it.each<[string, RunState, string]>([
    ['is left alone while its workflow runs', { kind: 'running' }, 'none'],
    ['goes on when Temporal knows no workflow of it', { kind: 'missing' }, 'new_run'],
    ['goes on when its workflow was terminated', closed('terminated'), 'new_run'],
    ['goes on when its workflow timed out', closed('timed_out'), 'new_run'],
    ['is cancelled when its workflow was', closed('cancelled'), 'cancelled'],
    ['is cancelled when its workflow was to be, and was terminated', closed('terminated', true), 'cancelled'],
    ['is cancelled when its workflow was to be, and failed', closed('failed', true), 'cancelled'],
    ['is failed when its workflow has failed', closed('failed'), 'failed'],
    ['is delivered when its workflow says so', closed('completed'), 'delivered'],
    ['is delivered when a cancellation came too late', closed('completed', true), 'delivered'],
  ])('%s', (_what, run, remedy) => {
    expect(remedyFor(run, afterOne, WAITS)).toBe(remedy);
  });

  it('never gets more attempts than its schedule has', () => {
    const afterFour = { attemptCount: 4, firstAttemptNumber: 1 };
    expect(remedyFor({ kind: 'missing' }, afterFour, WAITS)).toBe('failed');
  });
});

describe('the latest run under a delivery’s id', () => {
  const createdAt = '2026-03-14T09:30:00.000Z';
  const endedAt = (closedAt: string) => ({ ...closed('completed'), closedAt });

  it('is that of a former delivery when it ended days before this one was made', () => {
    expect(runSince(createdAt, endedAt('2026-03-11T09:30:00.000Z'))).toEqual({ kind: 'missing' });
  });

  it.each<[string, RunState]>([
    ['ended since', endedAt('2026-03-14T09:30:01.000Z')],
    ['ended a little before, by another clock', endedAt('2026-03-14T08:30:00.000Z')],
    ['goes on', { kind: 'running' }],
    ['is not known', { kind: 'missing' }],
  ])('is its own when it %s', (_what, run) => {
    expect(runSince(createdAt, run)).toEqual(run);
  });
});

it.each([
  [0, 1, 0],
  [2, 1, 2],
  [4, 5, 0],
  [6, 5, 2],
])(
  'of %d attempts, of which the schedule’s first has number %d, %d are of that schedule',
  (attemptCount, firstAttemptNumber, made) => {
    expect(attemptsMade({ attemptCount, firstAttemptNumber })).toBe(made);
  },
);
