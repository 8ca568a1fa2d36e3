import { once } from 'node:events';
import { createServer, STATUS_CODES, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type Koa from 'koa';
import { DomainError } from '../../domain/errors';
import type { Logger } from '../../logger';
import { presentError, type WireErrorCode } from '../route/errors';

interface RefusalDependencies {
  readonly logger: Logger;
  readonly newId: () => string;
}

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

/** Long enough for a client to read its answer: a connection that is cut while it still sends loses what it was sent. */
const LINGER_MS = 1_000;

/**
 * Answers what cannot be read as a request in the form of every failed answer, and closes its connection. Requests that
 * came before on the same connection get their answers first, and nothing after them.
 */
function refuseUnreadable(server: Server, { logger, newId }: RefusalDependencies): void {
  const unanswered = unansweredBySocket(server);

  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // More of the same, after it was answered.
    if (socket.writableEnded) return;
    const open = [...(unanswered.get(socket) ?? [])];
    const lastWhole = open.filter(({ req }) => req.complete).at(-1);
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
    else if (lastWhole) makeLast(lastWhole);
    else if (open.some(({ headersSent }) => headersSent)) socket.destroy();
    else refuse(error, socket);
  });

  function refuse(error: NodeJS.ErrnoException, socket: Duplex): void {
    const requestId = newId();
    const { status, code, message } = describeUnreadable(error);
    // Only the code: such an error carries the raw request, credentials included.
    const facts = { request_id: requestId, status, code: error.code };
    const line = `what could not be read as a request was answered ${status}`;
    // A connection that was opened in advance and not needed ends so, too.
    if (status === 408) logger.debug(line, facts);
    else logger.info(line, facts);
    socket.end(toHttp(status, JSON.stringify(presentError(code, message)), requestId));
    setTimeout(() => socket.destroy(), LINGER_MS).unref();
  }
}

/** For each connection, the answers that are not yet complete, oldest first. */
function unansweredBySocket(server: Server): WeakMap<Duplex, Set<ServerResponse>> {
  const bySocket = new WeakMap<Duplex, Set<ServerResponse>>();
  server.prependListener('request', ({ socket }, response: ServerResponse) => {
    const open = bySocket.get(socket) ?? new Set();
    bySocket.set(socket, open.add(response));
    response.once('close', () => open.delete(response));
  });
  return bySocket;
}

interface Refusal {
  readonly status: number;
  readonly code: WireErrorCode;
  readonly message: string;
}

const REFUSALS: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    code: 'headers_too_large',
    message: 'request headers: got more than 16 KiB, expected at most that',
  },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: {
    status: 413,
    code: 'payload_too_large',
    message: 'chunk extensions: got more than 16 KiB, expected none',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    code: 'request_timeout',
    message: 'request: got a part of it, expected its headers within 10 s and all of it within 15 s',
  },
};

/** The answers to Node's `clientError`. Source: the codes that Node's own answers depend on. */
export function describeUnreadable({ code = '', message }: NodeJS.ErrnoException): Refusal {
  const reason = message.replace(/^Parse Error: /, '');
  return (
    REFUSALS[code] ?? {
      status: 400,
      code: 'invalid_request',
      message: `request: got something else (${reason}), expected HTTP/1.1`,
    }
  );
}

function toHttp(status: number, body: string, requestId: string): string {
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'X-Content-Type-Options: nosniff',
    `X-Request-Id: ${requestId}`,
    'Connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

function makeLast(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}

/** Refuses a request that names no host. Source: RFC 9112 §3.2. */
export const requireHost: Koa.Middleware = async (ctx, next) => {
  if (ctx.req.httpVersion === '1.1' && ctx.req.headers.host === undefined) {
    throw new DomainError('invalid_request', 'Host: got none, expected the name of this server');
  }
  await next();
};

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
