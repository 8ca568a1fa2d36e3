import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The connections of a server that is to end without breaking off a request. */
export interface Connections {
  /** Makes every answer from now on the last one of its connection: clients that keep theirs would never leave. */
  release(): void;
  /** Stops listening and waits for the requests in progress. Cuts off those that have not ended after `deadlineMs`. */
  close(deadlineMs: number): Promise<void>;
}

/** To be called before the server listens. */
export function createConnections(server: Server): Connections {
  const sockets = new Set<Socket>();
  const unanswered = new Set<ServerResponse>();
  let areReleased = false;

  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.prependListener('request', (_request, response: ServerResponse) => {
    if (areReleased) makeLast(response);
    unanswered.add(response);
    response.once('close', () => unanswered.delete(response));
  });

  function release(): void {
    areReleased = true;
    for (const response of unanswered) makeLast(response);
  }

  return {
    release,

    async close(deadlineMs) {
      release();
      const closed = once(server, 'close');
      server.close();
      // Node takes a connection that was opened in reserve, and never used, for one with a request in progress.
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
      const late = setTimeout(() => server.closeAllConnections(), deadlineMs);
      await closed;
      clearTimeout(late);
    },
  };
}

function makeLast(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}
