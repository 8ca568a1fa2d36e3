import { STATUS_CODES, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ApiDependencies } from './dependencies';
import { presentError } from './present/error';
import { describeUnreadable } from './unreadable';

export type RefusalDependencies = Pick<ApiDependencies, 'logger' | 'newId'>;

/** Long enough for a client to read its answer: a connection that is cut while it still sends loses what it was sent. */
const LINGER_MS = 1_000;

/**
 * Answers what cannot be read as a request in the form of every failed answer, and closes its connection. Requests that
 * came before on the same connection get their answers first, and nothing after them.
 */
export function refuseUnreadable(server: Server, { logger, newId }: RefusalDependencies): void {
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

/** Of each connection, the answers that are not yet complete, oldest first. */
function unansweredBySocket(server: Server): WeakMap<Duplex, Set<ServerResponse>> {
  const bySocket = new WeakMap<Duplex, Set<ServerResponse>>();
  server.prependListener('request', ({ socket }, response: ServerResponse) => {
    const open = bySocket.get(socket) ?? new Set();
    bySocket.set(socket, open.add(response));
    response.once('close', () => open.delete(response));
  });
  return bySocket;
}

function makeLast(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
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
