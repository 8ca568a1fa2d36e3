import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

interface LoopbackServer {
  /** Without a slash at its end. */
  readonly origin: string;
  close(): Promise<void>;
}

/** Serves on a free port of this machine. */
export async function serveOnLoopback(answer: http.RequestListener): Promise<LoopbackServer> {
  const server = http.createServer(answer);
  // Idle connections of one part must still be good in the next: a reset would cost an attempt.
  server.keepAliveTimeout = 300_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
