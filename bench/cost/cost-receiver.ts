import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** The customers' server: accepts below /accept, refuses below /refuse, and counts. */
export interface CostReceiver {
  url(behaviour: 'accept' | 'refuse', place: string): string;
  readonly received: () => number;
  close(): Promise<void>;
}

export async function startCostReceiver(): Promise<CostReceiver> {
  let received = 0;
  const server = http.createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      received += 1;
      response.statusCode = request.url?.startsWith('/accept/') ? 200 : 500;
      response.end('ok');
    });
  });
  server.keepAliveTimeout = 300_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: (behaviour, place) => `http://127.0.0.1:${port}/${behaviour}/${place}`,
    received: () => received,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
