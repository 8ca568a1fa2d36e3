import type { IncomingMessage } from 'node:http';
import { DomainError } from '../../domain/errors';

/**
 * Reads a request's body as it was sent.
 *
 * @throws DomainError `payload_too_large` beyond `maxBytes`, whether declared or not; `invalid_request` when the
 * connection ends before the body does.
 */
export async function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  if (Number(request.headers['content-length']) > maxBytes) throw tooLarge(maxBytes);
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    // What comes after the limit is still taken in and dropped: cutting the connection would cost the caller the answer.
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) {
        chunks.push(chunk);
      } else {
        chunks.length = 0;
        reject(tooLarge(maxBytes));
      }
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', (cause) => reject(cutShort(size, cause)));
  });
}

function tooLarge(maxBytes: number): DomainError {
  return new DomainError('payload_too_large', `request body: expected at most ${maxBytes} bytes, got more`);
}

function cutShort(size: number, cause: unknown): DomainError {
  return new DomainError(
    'invalid_request',
    `request body: got ${size} bytes before the connection was closed, expected all of it`,
    { cause },
  );
}
