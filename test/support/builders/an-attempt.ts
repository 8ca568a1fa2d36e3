import type { Attempt, AttemptOutcome } from '../../../src/domain/deliveries/attempt';

/** The receiver accepted. */
export const ACCEPTED: AttemptOutcome = {
  kind: 'delivered',
  httpStatus: 200,
  responseExcerpt: 'thanks',
  durationMs: 41,
};

/** The receiver has not answered in time. */
export const TIMED_OUT: AttemptOutcome = {
  kind: 'unreachable',
  errorCode: 'timeout',
  errorMessage: 'no complete answer within 20 s',
  durationMs: 20_001,
};

/** The receiver answered with another status. */
export function refused(httpStatus = 503): AttemptOutcome {
  return {
    kind: 'rejected',
    errorCode: 'http_status',
    errorMessage: `the receiver answered ${httpStatus}`,
    httpStatus,
    responseExcerpt: '',
    durationMs: 250,
  };
}

/** The first attempt of a delivery, which the receiver accepted. */
export function anAttempt(changes: Partial<Attempt> = {}): Attempt {
  return {
    deliveryId: 'dlv1',
    attemptNumber: 1,
    startedAt: '2026-03-14T09:26:56.000Z',
    requestHeaders: { 'Content-Type': 'application/json', 'X-Cld-Timestamp': '1773480416' },
    outcome: ACCEPTED,
    ...changes,
  };
}
