import {
  NOTIFICATION_TYPES,
  type Notification,
  type NotificationOf,
  type NotificationType,
} from './notifications.ts';
import { readOptions, type ReceiverOptions } from './options.ts';
import { NotificationRefused, type Refusal } from './refusal.ts';
import { memorySeen } from './seen.ts';
import {
  verifyNotification,
  type Authentic,
  type Received,
  type ReceivedRequest,
} from './verify-notification.ts';

export interface Verified extends Authentic {
  /** Whether a notification with this id was processed before. */
  readonly duplicate: boolean;
}

/** What to answer to the sender. */
export interface Answer {
  readonly status: 200 | 401 | 413 | 500 | 503;
  /** The reason of a refusal, else empty. */
  readonly text: string;
  /** Resolves when the handlers have ended: with `ackFirst` after the answer. Never rejects. */
  readonly finished: Promise<unknown>;
}

export type Handler<T extends NotificationType | 'all'> = (
  notification: T extends NotificationType ? NotificationOf<T> : Notification,
  received: Received,
) => unknown;

export interface Receiver {
  verify(request: ReceivedRequest): Promise<Verified | Refusal>;
  /** @throws NotificationRefused instead of returning a refusal. */
  verifyOrThrow(request: ReceivedRequest): Promise<Verified>;
  /**
   * Calls the handler for each notification of that type, or for `all`. Handlers run one after the other.
   *
   * @throws TypeError for a type that the catalogue does not have.
   */
  on<T extends NotificationType | 'all'>(type: T, handler: Handler<T>): Receiver;
  /** Verifies, and calls the handlers unless it is a duplicate. The body may be a promise. Never rejects. */
  handle(request: ReceivedRequest): Promise<Answer>;
  /** Marks the id as processed: for those who call `verify` themselves. */
  remember(notification: Pick<Received, 'id'>): Promise<void>;
  readonly maxBodyBytes: number;
}

/** The attempts of a delivery end within 20 minutes. An operator may send it again on the same day. */
const SEEN_TTL_SECONDS = 86_400;
const DEFAULT_MAX_BODY_BYTES = 4_194_304;

/** @throws TypeError that names the option which cannot be used. */
export function createReceiver(options: ReceiverOptions): Receiver {
  const verification = readOptions(options);
  const { seen = memorySeen(), ackFirst = false, maxBodyBytes = DEFAULT_MAX_BODY_BYTES } = options;
  const { onRefused = warn, onError = (error) => console.error('notification not processed:', error) } =
    options;
  const handlers: { readonly type: string; readonly call: Handler<'all'> }[] = [];
  const running = new Map<string, Promise<Answer['status']>>();

  async function verify(request: ReceivedRequest): Promise<Verified | Refusal> {
    const result = await verifyNotification(request, verification);
    return result.ok
      ? { ...result, duplicate: result.id !== undefined && (await seen.has(result.id)) }
      : result;
  }

  async function remember({ id }: Pick<Received, 'id'>): Promise<void> {
    if (id !== undefined) await seen.add(id, SEEN_TTL_SECONDS);
  }

  async function callHandlers({ ok: _ok, notification, duplicate: _duplicate, ...received }: Verified) {
    try {
      const { notification_type: own } = Object(notification) as { notification_type?: string };
      for (const { type, call } of handlers) {
        if (type === own || type === 'all') await call(notification, received);
      }
    } catch (error) {
      onError(error);
      return 500;
    }
    // The work is done: an answer other than 200 would have it done again.
    await remember(received).catch(onError);
    return 200;
  }

  /** Two attempts at the same time, as after a timeout, share one run of the handlers. */
  function callHandlersOnce(verified: Verified): Promise<Answer['status']> {
    const { id } = verified;
    if (id === undefined) return callHandlers(verified);
    const run = running.get(id) ?? callHandlers(verified).finally(() => running.delete(id));
    running.set(id, run);
    return run;
  }

  return {
    maxBodyBytes,
    verify,
    remember,

    async verifyOrThrow(request) {
      const result = await verify(request);
      if (!result.ok) throw new NotificationRefused(result.reason, result.message);
      return result;
    },

    on(type, handler) {
      if (type !== 'all' && !NOTIFICATION_TYPES.includes(type)) {
        throw new TypeError(`type: got "${type}", expected all or one of ${NOTIFICATION_TYPES.join(', ')}`);
      }
      handlers.push({ type, call: handler as Handler<'all'> });
      return this;
    },

    async handle({ body, headers }) {
      const answer = (
        status: Answer['status'],
        text = '',
        finished: Promise<unknown> = Promise.resolve(),
      ) => ({
        status,
        text,
        finished,
      });
      try {
        const read = await body;
        if (sizeOf(read) > maxBodyBytes) return answer(413);
        const result = await verify({ body: read, headers });
        if (!result.ok) {
          onRefused(result);
          return answer(result.reason === 'key_set_unavailable' ? 503 : 401, result.reason);
        }
        if (result.duplicate) return answer(200);
        const run = callHandlersOnce(result);
        return ackFirst ? answer(200, '', run) : answer(await run);
      } catch (error) {
        // As this package's adapters say it, and most body parsers.
        if ((Object(error) as { status?: unknown }).status === 413) return answer(413);
        onError(error);
        return answer(500);
      }
    },
  };
}

/** In bytes; of text in characters, which are not more. */
function sizeOf(body: unknown): number {
  if (typeof body === 'string') return body.length;
  return body instanceof Uint8Array || body instanceof ArrayBuffer ? body.byteLength : 0;
}

function warn({ reason, message }: Refusal): void {
  console.warn(`notification refused: ${reason}: ${message}`);
}
