import type { AttemptOutcome } from '../../../src/domain/deliveries/attempt';
import { statisticsRounds } from '../../../src/outbox/statistics-filler';
import { aNewDelivery } from '../../support/builders/a-delivery';
import { anEvent } from '../../support/builders/an-event';
import { recordingLogger } from '../../support/builders/recording-logger';
import type { TestConsole } from './test-console';

const MINUTE_MS = 60_000;
const STEP_MINUTES = 20;
const STEPS = 72;

/** A day of deliveries: every fifth one is refused first, and those of the last hour to one host fail. */
export async function aDayOfActivity(console: TestConsole): Promise<void> {
  const { stores, environmentId } = console;
  const nowMs = Date.now();
  for (let step = STEPS - 1; step >= 0; step -= 1) {
    const atMs = nowMs - step * STEP_MINUTES * MINUTE_MS - 30_000;
    const id = `day-${step}`;
    const isFailing = step < 3;
    const at = new Date(atMs).toISOString();
    const event = anEvent({ environmentId, eventId: id, receivedAt: at });
    await stores.events.insert(event, 'h');
    const uri = isFailing ? 'https://legacy.example.org/notify' : 'https://hooks.example.com/cld';
    const delivery = aNewDelivery({ id, uri, triggerIds: [] });
    await stores.events.recordResolution({ ...event, resolvedAt: at, verdicts: [], deliveries: [delivery] });
    const isRefused = isFailing || step % 5 === 0;
    const nextAttemptAt = new Date(nowMs + 240_000).toISOString();
    const refused = {
      kind: 'rejected',
      errorCode: 'http_status',
      errorMessage: '',
      httpStatus: 503,
    } as const;
    const answered = { responseExcerpt: '', durationMs: 40 + ((step * 37) % 400) };
    const attempt = (attemptNumber: number, outcome: AttemptOutcome) => ({
      deliveryId: id,
      attemptNumber,
      startedAt: new Date(atMs + attemptNumber * 1_000).toISOString(),
      requestHeaders: {},
      outcome,
    });
    if (isRefused) {
      await stores.deliveries.recordAttempt(attempt(1, { ...refused, ...answered }), {
        status: 'pending',
        nextAttemptAt,
      });
    }
    if (isFailing) continue;
    await stores.deliveries.recordAttempt(
      attempt(isRefused ? 2 : 1, { kind: 'delivered', httpStatus: 200, ...answered }),
      { status: 'delivered', nextAttemptAt: undefined },
    );
  }
  await countActivity(console);
}

/** What the worker does by itself every 10 s. */
function countActivity({ stores }: TestConsole): Promise<void> {
  const { statistics } = stores;
  return statisticsRounds({ statistics, logger: recordingLogger(), now: () => new Date() })();
}
