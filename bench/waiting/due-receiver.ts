import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

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
  const server = http.createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      const deliveryId = String(request.headers['webhook-id']);
      if (arrivedAtMs.has(deliveryId)) duplicates += 1;
      else arrivedAtMs.set(deliveryId, Date.now());
      response.end('ok');
    });
  });
  server.keepAliveTimeout = 300_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    urls: Array.from({ length: count }, (_, index) => `http://127.0.0.1:${port}/due/${index}`),
    arrivedAtMs,
    duplicates: () => duplicates,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
