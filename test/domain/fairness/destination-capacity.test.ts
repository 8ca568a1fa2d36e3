import type { AttemptOutcome } from '../../../src/domain/deliveries/attempt';
import {
  capacityAfter,
  type DestinationCapacity,
  NEW_DESTINATION,
  slowed,
} from '../../../src/domain/fairness/fairness';

const answered = (httpStatus: number, durationMs = 50): AttemptOutcome =>
  httpStatus === 200
    ? { kind: 'delivered', httpStatus, responseExcerpt: '', durationMs }
    : {
        kind: 'rejected',
        httpStatus,
        errorCode: 'http_status',
        errorMessage: '',
        responseExcerpt: '',
        durationMs,
      };

const unreachable = (
  errorCode: Extract<AttemptOutcome, { kind: 'unreachable' }>['errorCode'],
  durationMs: number,
): AttemptOutcome => ({ kind: 'unreachable', errorCode, errorMessage: '', durationMs });

const hung = unreachable('timeout', 20_000);

const after = (outcomes: readonly AttemptOutcome[], from: DestinationCapacity = NEW_DESTINATION) =>
  outcomes.reduce(capacityAfter, from);

const times = (count: number, outcome: AttemptOutcome) => Array<AttemptOutcome>(count).fill(outcome);

describe('the capacity of a destination', () => {
  it('is 10 attempts at a time for one that nothing is known about', () => {
    expect(NEW_DESTINATION).toEqual({ limit: 10, pace: 'unknown' });
  });

  it.each([
    ['a quick acceptance', answered(200)],
    ['a quick refusal', answered(500)],
    ['an answer that took a second', answered(200, 1_000)],
  ])('grows by one with %s', (_what, outcome) => {
    expect(after([outcome])).toEqual({ limit: 11, pace: 'quick' });
  });

  it('grows to 100 at most', () => {
    expect(after(times(300, answered(200)))).toEqual({ limit: 100, pace: 'quick' });
  });

  it.each([429, 503])('does not grow with %i, by which a receiver asks for less', (status) => {
    expect(after([answered(status)])).toEqual({ limit: 10, pace: 'quick' });
  });

  it('does not grow with an answer that took longer than a second, which makes it slow', () => {
    expect(after([answered(200, 1_001)])).toEqual({ limit: 10, pace: 'slow' });
  });

  it.each([
    ['waited for its whole deadline', hung],
    ['waited for its whole deadline, however short', unreachable('timeout', 500)],
    ['took long to find no connection', unreachable('connection_failed', 8_000)],
    ['took long to find no address', unreachable('dns_error', 4_000)],
  ])('is halved by an attempt that %s', (_what, outcome) => {
    expect(after([outcome])).toEqual({ limit: 5, pace: 'hanging' });
  });

  it('stays what it is when a connection is refused at once', () => {
    expect(after([unreachable('connection_refused', 1)])).toEqual({ limit: 10, pace: 'quick' });
  });

  it('is 1 once the first attempts at a hanging receiver have ended', () => {
    expect(after(times(10, hung))).toEqual({ limit: 1, pace: 'hanging' });
  });

  it('is back within as many quick answers as it lacks', () => {
    expect(after(times(9, answered(200)), { limit: 1, pace: 'slow' })).toEqual({ limit: 10, pace: 'quick' });
  });

  it('is hardly hindered by two attempts in a hundred that hang', () => {
    const mostly = Array.from({ length: 1_000 }, (_, index) => (index % 50 === 49 ? hung : answered(200)));
    expect(after(mostly).limit).toBeGreaterThanOrEqual(40);
  });

  it('is two at most where every second attempt hangs', () => {
    const half = Array.from({ length: 100 }, (_, index) => (index % 2 === 0 ? answered(200) : hung));
    expect(after(half).limit).toBeLessThanOrEqual(2);
  });

  it('is slow as soon as one attempt takes long, before that has ended', () => {
    expect(slowed({ limit: 50, pace: 'quick' })).toEqual({ limit: 50, pace: 'slow' });
  });

  it.each(['unknown', 'hanging'] as const)('hangs when one takes long and it was %s before', (pace) => {
    expect(slowed({ limit: 10, pace })).toEqual({ limit: 10, pace: 'hanging' });
  });

  it('hangs no more once it has answered, however late', () => {
    expect(after([answered(200, 1_001)], { limit: 1, pace: 'hanging' })).toEqual({ limit: 1, pace: 'slow' });
  });
});
