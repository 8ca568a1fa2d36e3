import { setTimeout as sleep } from 'node:timers/promises';
import { serveOnLoopback } from '../serve-on-loopback';
import { eventIdIn } from '../upload-payload';

/** A POST that arrived, whole. */
export interface Arrival {
  readonly eventId: string;
  readonly deliveryId: string;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
}

export interface KillReceiver {
  readonly urls: readonly string[];
  /** In the order of their coming. */
  readonly arrivals: readonly Arrival[];
  close(): Promise<void>;
}

/** So that some attempts are always under way. */
const ANSWER_AFTER_MS = 100;

/** The customers' server: accepts every attempt, after a moment, and notes when it came. @param count number of URLs. */
export async function startKillReceiver(count: number): Promise<KillReceiver> {
  const arrivals: Arrival[] = [];
  const { origin, close } = await serveOnLoopback((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const eventId = eventIdIn(Buffer.concat(chunks).toString('utf8'));
      arrivals.push({ eventId, deliveryId: String(request.headers['webhook-id']), atMs: Date.now() });
      void sleep(ANSWER_AFTER_MS).then(() => response.end('ok'));
    });
    // Of a sender that was killed.
    request.on('error', () => undefined);
  });
  return { urls: Array.from({ length: count }, (_, index) => `${origin}/kill/${index}`), arrivals, close };
}
