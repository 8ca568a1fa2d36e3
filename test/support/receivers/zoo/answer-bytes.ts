import { type Behaviour, onRequest } from '../raw-receiver';

/** The head of an answer: status line, headers, empty line. */
export function head(status: string, ...headers: readonly string[]): string {
  return [`HTTP/1.1 ${status}`, ...headers, '', ''].join('\r\n');
}

export const OK = head('200 OK', 'content-length: 0');
export const CHUNKED_200 = head('200 OK', 'transfer-encoding: chunked');

/** Writes these bytes once the request has come, and leaves the connection open. */
export function answer(...parts: readonly (string | Buffer)[]): Behaviour {
  return onRequest((socket) => parts.forEach((part) => socket.write(part)));
}

/** Writes these bytes once the request has come, and closes. */
export function answerAndClose(bytes: string | Buffer): Behaviour {
  return onRequest((socket) => socket.end(bytes));
}

/** Writes these bytes once the request has come, and resets. */
export function answerAndReset(bytes: string): Behaviour {
  return onRequest((socket) => socket.write(bytes, () => socket.resetAndDestroy()));
}
