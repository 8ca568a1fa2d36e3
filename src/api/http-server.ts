import { createServer, type Server } from 'node:http';
import type Koa from 'koa';

/** A server, not yet listening, that a slow or greedy client cannot hold on to: 408 and 431 are its answers. */
export function createHttpServer(app: Koa): Server {
  const answer = app.callback();
  return createServer(
    {
      headersTimeout: 10_000,
      requestTimeout: 15_000,
      // The two above are only looked at this often; the default of 30 s would triple them.
      connectionsCheckingInterval: 1_000,
      maxHeaderSize: 16 * 1024,
    },
    (request, response) => void answer(request, response),
  );
}
