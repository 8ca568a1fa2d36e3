import { aNewDelivery } from '../../support/builders/a-new-delivery';
import { anEvent } from '../../support/builders/an-event';
import type { TestConsole } from './test-console';

interface Sent {
  readonly eventId: string;
  readonly eventType?: 'upload' | 'delete' | 'eager';
  readonly uri: string;
  readonly columns: Readonly<Record<string, string | number | null>>;
  readonly secondsAgo: number;
}

const SENT: readonly Sent[] = [
  {
    eventId: 'upload-blue-kettle',
    uri: 'https://hooks.example.com/cld/uploads',
    columns: { status: 'delivered', attempt_count: 1 },
    secondsAgo: 12,
  },
  {
    eventId: 'upload-red-kettle',
    uri: 'https://shop.example.net/webhooks/cloudinary',
    columns: { status: 'pending', attempt_count: 2, last_error_code: 'timeout' },
    secondsAgo: 95,
  },
  {
    eventId: 'delete-old-teapot',
    eventType: 'delete',
    uri: 'https://hooks.example.com/cld/deletes',
    columns: { status: 'delivered', attempt_count: 2 },
    secondsAgo: 420,
  },
  {
    eventId: 'eager-tea-tray',
    eventType: 'eager',
    uri: 'https://legacy.example.org/notify',
    columns: { status: 'failed', attempt_count: 4, last_error_code: 'connection_refused' },
    secondsAgo: 4_000,
  },
  {
    eventId: 'upload-spoon',
    uri: 'https://hooks.example.com/cld/uploads',
    columns: { status: 'cancelled', attempt_count: 1, last_error_code: 'http_status' },
    secondsAgo: 90_000,
  },
];

/** Deliveries in every state, of some time. */
export async function sendSome(console: TestConsole): Promise<void> {
  for (const each of SENT) await send(console, each);
}

/** One delivery, as it is stored when it stands so. */
export async function send(
  { stores, db, environmentId }: TestConsole,
  { eventId, eventType = 'upload', uri, columns, secondsAgo }: Sent,
): Promise<void> {
  const at = new Date(Date.now() - secondsAgo * 1000).toISOString();
  const event = anEvent({ environmentId, eventId, eventType, receivedAt: at });
  await stores.events.insert(event, 'h');
  const id = `delivery-of-${eventId}`;
  const delivery = aNewDelivery({ id, uri, triggerIds: [] });
  await stores.events.recordResolution({ ...event, resolvedAt: at, verdicts: [], deliveries: [delivery] });
  const nextAttemptAt = new Date(Date.now() + 240_000).toISOString();
  const isWaiting = columns['status'] === 'pending';
  await db('deliveries')
    .where({ id })
    .update({
      ...columns,
      created_at: at,
      updated_at: at,
      next_attempt_at: isWaiting ? nextAttemptAt : null,
    });
}

interface Attempted {
  readonly eventId: string;
  readonly uri: string;
  /** Of an answer. */
  readonly httpStatus?: number;
  /** Where there was none. */
  readonly errorCode?: 'timeout' | 'dns_error' | 'signing_key_disabled';
  readonly durationMs?: number;
}

/** A delivery whose first attempt failed a moment ago, and that waits for its next one. */
export async function attempt(
  console: TestConsole,
  { eventId, uri, httpStatus, errorCode = 'timeout', durationMs = 40 }: Attempted,
): Promise<void> {
  await send(console, { eventId, uri, columns: { status: 'pending' }, secondsAgo: 5 });
  const nextAttemptAt = new Date(Date.now() + 240_000).toISOString();
  const failed = { errorMessage: '', durationMs };
  await console.stores.deliveries.recordAttempt(
    {
      deliveryId: `delivery-of-${eventId}`,
      attemptNumber: 1,
      startedAt: new Date().toISOString(),
      requestHeaders: {},
      outcome:
        httpStatus === undefined
          ? { kind: 'unreachable', errorCode, ...failed }
          : { kind: 'rejected', errorCode: 'http_status', httpStatus, responseExcerpt: '', ...failed },
    },
    { status: 'pending', nextAttemptAt },
  );
}
