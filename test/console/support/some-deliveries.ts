import { aNewDelivery } from '../../support/builders/a-delivery';
import { signatureHeaders } from '../../../src/signing/notification-headers';
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

const URI = 'https://shop.example.net/webhooks/cloudinary';
const SECOND = 1000;

interface Waiting {
  readonly uri?: string;
  readonly body?: string;
  /** Signs, in place of the key of the environment. */
  readonly apiSecret?: string;
  readonly responseExcerpt?: string;
  readonly responseHeaders?: Readonly<Record<string, string>>;
}

/** A delivery that was refused twice in its second run, after one that had come to nothing, and waits. */
export async function aWaitingDelivery(console: TestConsole, about: Waiting = {}): Promise<string> {
  const {
    uri = URI,
    body = '{"notification_type":"upload","public_id":"red kettle \\u201e\\ud83e\\uded6\\u201c, it\'s \\"ü\\"","bytes":81234,"signature_key":"738291046655821"}',
    apiSecret = console.key.apiSecret,
    responseExcerpt = '<html><body>503 busy</body></html>',
    responseHeaders = { 'Content-Type': 'text/html', 'Retry-After': '60', 'Set-Cookie': 'sid=***; Path=/' },
  } = about;
  const eventId = 'upload-red-kettle';
  const id = `delivery-of-${eventId}`;
  await send(console, { eventId, uri, columns: { status: 'pending', body }, secondsAgo: 1_900 });
  const nowMs = Date.now();
  const attempt = (attemptNumber: number, inRun: number, secondsAgo: number) => {
    const startedAt = new Date(nowMs - secondsAgo * SECOND);
    const timestampSeconds = Math.floor(startedAt.getTime() / 1000);
    const signatures = signatureHeaders(
      { authScheme: 'legacy_hmac', body, timestampSeconds },
      { apiSecret, algorithm: 'sha1', ed25519PrivateKeyPem: undefined },
    );
    return {
      deliveryId: id,
      attemptNumber,
      startedAt: startedAt.toISOString(),
      requestHeaders: {
        'Content-Type': 'application/json',
        Accept: '*/*',
        'User-Agent': 'webhook-notifications/0.1.0',
        ...signatures,
        'Webhook-Id': id,
        'Webhook-Attempt': String(inRun),
      },
    };
  };
  const refused = {
    kind: 'rejected',
    errorCode: 'http_status',
    errorMessage: 'the receiver answered 503, expected 200',
    httpStatus: 503,
    responseExcerpt,
    responseHeaders,
    durationMs: 41,
    timingsMs: { lookup: 3, connect: 8, tls: 12, firstByte: 18 },
  } as const;
  const timeout = {
    kind: 'unreachable',
    errorCode: 'timeout',
    errorMessage: 'no answer within 20 s',
    durationMs: 20_004,
    timingsMs: { lookup: 2, connect: 9, tls: 13 },
  } as const;
  const { recordAttempt } = console.stores.deliveries;
  const nextAttemptAt = new Date(nowMs + 252 * SECOND).toISOString();
  const ended = { status: 'failed', nextAttemptAt: undefined } as const;
  await recordAttempt({ ...attempt(1, 1, 1_880), outcome: timeout }, ended);
  // By itself: the store notes the time of now.
  await console.db('audit_log').insert({
    id: 'asked',
    environment_id: console.environmentId,
    at: new Date(nowMs - 500 * SECOND).toISOString(),
    actor_kind: 'access_key',
    actor_id: console.key.apiKey,
    action: 'delivery.retry',
    subject_id: id,
    via: 'console',
  });
  await recordAttempt({ ...attempt(2, 1, 490), outcome: refused }, ended);
  await recordAttempt({ ...attempt(3, 2, 300), outcome: refused }, { status: 'pending', nextAttemptAt });
  await console.db('deliveries').where({ id }).update({ first_attempt_number: 2 });
  return id;
}
