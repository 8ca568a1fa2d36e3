import { createServer, type Server } from 'node:http';
import type Koa from 'koa';
import type { Middleware } from 'koa';
import { DomainError } from '../../domain/errors';
import { type RefusalDependencies, refuseUnreadable } from './refuse-unreadable';

/** A server, not yet listening, that a slow or greedy client cannot hold on to: 408 and 431 are its answers. */
export function createHttpServer(app: Koa, deps: RefusalDependencies): Server {
  const answer = app.callback();
  const server = createServer(
    {
      headersTimeout: 10_000,
      requestTimeout: 15_000,
      // The two above are only looked at this often; the default of 30 s would triple them.
      connectionsCheckingInterval: 1_000,
      maxHeaderSize: 16 * 1024,
      // The app refuses a request without Host, in the form of its other answers.
      requireHostHeader: false,
    },
    (request, response) => void answer(request, response),
  );
  // Node would answer 417 with nothing else, which RFC 9110 §10.1.1 leaves to the server.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  refuseUnreadable(server, deps);
  return server;
}

/** Refuses a request that names no host. Source: RFC 9112 §3.2. */
export const requireHost: Middleware = async (ctx, next) => {
  if (ctx.req.httpVersion === '1.1' && ctx.req.headers.host === undefined) {
    throw new DomainError('invalid_request', 'Host: got none, expected the name of this server');
  }
  await next();
};
