import { resolveDestinations } from '../../../src/activities/resolve-destinations';
import type { TestConsole } from './test-console';

/** Does for the one event that waits what its workflow does, and for its delivery what its receiver does. */
export async function answerTest(
  { stores, environmentId }: TestConsole,
  httpStatus: 200 | 503,
): Promise<string> {
  const [event] = await stores.events.listUnstarted('9999', 10);
  const { events, triggers, signing: keys } = stores;
  const [destination] = await resolveDestinations(
    { events, triggers, keys, now: () => new Date() },
    { environmentId, eventId: event?.eventId ?? '' },
  );
  const deliveryId = destination?.deliveryId ?? '';
  const answered = { httpStatus, responseExcerpt: '', durationMs: 40 };
  const isAccepted = httpStatus === 200;
  await stores.deliveries.recordAttempt(
    {
      deliveryId,
      attemptNumber: 1,
      startedAt: new Date().toISOString(),
      requestHeaders: {},
      outcome: isAccepted
        ? { kind: 'delivered', ...answered }
        : { kind: 'rejected', errorCode: 'http_status', errorMessage: '', ...answered },
    },
    { status: isAccepted ? 'delivered' : 'failed', nextAttemptAt: undefined },
  );
  return deliveryId;
}
