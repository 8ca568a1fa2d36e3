import { BY } from '../../support/builders/an-audit-entry';
import { send } from './some-deliveries';
import type { TestConsole } from './test-console';

/** Who is told of failures. */
export const TOLD = 'https://alerts.example.com/webhooks';

/** Names the URL that is told when deliveries to a host fail for good. */
export async function nameFailureUrl({ stores, environmentId }: TestConsole): Promise<void> {
  await stores.failureNotifications.name(environmentId, TOLD, { at: new Date().toISOString(), by: BY });
}

interface Ended {
  readonly id: string;
  readonly host: string;
  readonly status: 'failed' | 'delivered';
  readonly minutesAgo?: number;
}

/** A delivery whose only attempt was the last. */
export async function endAt(
  console: TestConsole,
  { id, host, status, minutesAgo = 0 }: Ended,
): Promise<void> {
  const secondsAgo = minutesAgo * 60;
  const uri = `https://${host}/cld`;
  await send(console, { eventId: id, uri, columns: { status: 'pending' }, secondsAgo });
  const answered = { responseExcerpt: '', durationMs: 40 };
  await console.stores.deliveries.recordAttempt(
    {
      deliveryId: `delivery-of-${id}`,
      attemptNumber: 1,
      startedAt: new Date(Date.now() - secondsAgo * 1000).toISOString(),
      requestHeaders: {},
      outcome:
        status === 'delivered'
          ? { kind: 'delivered', httpStatus: 200, ...answered }
          : { kind: 'rejected', errorCode: 'http_status', errorMessage: '', httpStatus: 503, ...answered },
    },
    { status, nextAttemptAt: undefined },
  );
}

/** A URL that is told, and hosts that failed: one still does, one is well again. */
export async function someFailures(console: TestConsole): Promise<void> {
  await nameFailureUrl(console);
  await endAt(console, { id: 'f1', host: 'hooks.example.com', status: 'failed', minutesAgo: 190 });
  await endAt(console, { id: 'f2', host: 'hooks.example.com', status: 'delivered', minutesAgo: 171 });
  const legacy = { host: 'a-rather-long-name.of.a-host.legacy.example.org', status: 'failed' } as const;
  await endAt(console, { id: 'f3', ...legacy, minutesAgo: 25 });
  await endAt(console, { id: 'f4', ...legacy, minutesAgo: 3 });
}
