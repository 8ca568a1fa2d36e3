import { setTimeout as pause } from 'node:timers/promises';
import { Unreachable, type Client } from '../client.ts';

/** A notification as the service hands it to who polls. */
export interface Message {
  readonly receipt_handle: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly signed_payload: string;
  readonly delivery_id: string;
  readonly attempt: number;
  readonly queued_at: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Polling {
  readonly client: Client;
  readonly channel: string;
  /** Aborted when no more messages are wanted. */
  readonly stop: AbortSignal;
  /** Called with what was claimed. Resolves when all of it is dealt with; never rejects. */
  readonly onMessages: (messages: readonly Message[]) => Promise<void>;
  /** Called when the connection is lost, once, and when it is there again. */
  readonly onConnection: (state: { readonly lost: string } | 'back') => void;
  /** Makes sure that the channel gets what is wanted: at the beginning, and after a connection was lost. */
  readonly subscribe: () => Promise<void>;
}

/** Longer than what a local server has for an answer: a message comes again only after that. */
const VISIBILITY_SECONDS = 30;
const WAIT_SECONDS = 20;
const MAX_MESSAGES = 10;
/** Claims that are dealt with at a time: one that a local server is slow with holds up no other. */
const MAX_CLAIMS = 5;
const MARGIN_MS = 10_000;
const MIN_PAUSE_MS = 250;
const MAX_PAUSE_MS = 5_000;

/** Claims messages until nobody wants more, and ends when those are dealt with. @throws Failure when that cannot work: wrong credentials, for instance. */
export async function pollMessages(polling: Polling): Promise<void> {
  const { client, channel, stop, onMessages, onConnection, subscribe } = polling;
  let failures = 0;
  let isSubscribed = false;
  const underWay = new Set<Promise<void>>();
  while (!stop.aborted) {
    try {
      if (!isSubscribed) await subscribe();
      isSubscribed = true;
      const messages = await claim(client, channel, { stop, waitSeconds: failures > 0 ? 0 : WAIT_SECONDS });
      if (failures > 0) onConnection('back');
      failures = 0;
      if (messages.length === 0) continue;
      const dealing = onMessages(messages).finally(() => underWay.delete(dealing));
      underWay.add(dealing);
      if (underWay.size >= MAX_CLAIMS) await Promise.race(underWay);
    } catch (error) {
      if (stop.aborted) break;
      if (!(error instanceof Unreachable)) throw error;
      failures += 1;
      isSubscribed = false;
      if (failures === 1) onConnection({ lost: error.message });
      const pauseMs = Math.min(MAX_PAUSE_MS, MIN_PAUSE_MS * 2 ** (failures - 1));
      await pause(pauseMs, undefined, { signal: stop }).catch(() => undefined);
    }
  }
  await Promise.all(underWay);
}

async function claim(
  client: Client,
  channel: string,
  { stop, waitSeconds }: { readonly stop: AbortSignal; readonly waitSeconds: number },
): Promise<readonly Message[]> {
  const path = `/v2/notifications/${encodeURIComponent(client.credentials.cloudName)}/messages`;
  const answer = await client.call<{ readonly messages?: readonly Message[] }>('GET', path, {
    query: {
      channel,
      max_messages: MAX_MESSAGES,
      wait_seconds: waitSeconds,
      visibility_timeout: VISIBILITY_SECONDS,
    },
    signal: stop,
    timeoutMs: waitSeconds * 1000 + MARGIN_MS,
  });
  return answer.messages ?? [];
}

/** Tells the service that a message is delivered; tries again while it would count. */
export async function acknowledge(client: Client, message: Message): Promise<boolean> {
  const path = `/v2/notifications/${encodeURIComponent(client.credentials.cloudName)}/messages/ack`;
  const json = { receipt_handles: [message.receipt_handle] };
  const untilMs = performance.now() + VISIBILITY_SECONDS * 1000;
  for (;;) {
    try {
      interface Acknowledged {
        readonly results: readonly { readonly status: string }[];
      }
      const { results } = await client.call<Acknowledged>('POST', path, { json });
      return results[0]?.status === 'acked';
    } catch (error) {
      if (!(error instanceof Unreachable) || performance.now() > untilMs) return false;
    }
    await pause(MIN_PAUSE_MS);
  }
}
