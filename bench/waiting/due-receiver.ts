import { serveOnLoopback } from '../serve-on-loopback';

/** The customers' server: accepts every attempt, and notes when the first one of each delivery came. */
export interface DueReceiver {
  readonly urls: readonly string[];
  /** Milliseconds since the epoch, by delivery. */
  readonly arrivedAtMs: ReadonlyMap<string, number>;
  readonly duplicates: () => number;
  close(): Promise<void>;
}

/** @param count number of URLs. */
export async function startDueReceiver(count: number): Promise<DueReceiver> {
  const arrivedAtMs = new Map<string, number>();
  let duplicates = 0;
  const { origin, close } = await serveOnLoopback((request, response) => {
    request.resume();
    request.on('end', () => {
      const deliveryId = String(request.headers['webhook-id']);
      if (arrivedAtMs.has(deliveryId)) duplicates += 1;
      else arrivedAtMs.set(deliveryId, Date.now());
      response.end('ok');
    });
  });
  return {
    urls: Array.from({ length: count }, (_, index) => `${origin}/due/${index}`),
    arrivedAtMs,
    duplicates: () => duplicates,
    close,
  };
}
