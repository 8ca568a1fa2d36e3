import type { Attempt } from '../../../src/domain/deliveries/attempt';

/** The first attempt of a delivery, which the receiver accepted. */
export function anAttempt(changes: Partial<Attempt> = {}): Attempt {
  return {
    deliveryId: 'dlv1',
    attemptNumber: 1,
    startedAt: '2026-03-14T09:26:56.000Z',
    requestHeaders: { 'Content-Type': 'application/json', 'X-Cld-Timestamp': '1773480416' },
    outcome: { kind: 'delivered', httpStatus: 200, responseExcerpt: 'thanks', durationMs: 41 },
    ...changes,
  };
}
