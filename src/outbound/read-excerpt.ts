import type { IncomingMessage } from 'node:http';

const MAX_READ_MS = 2_000;
const MAX_READ_BYTES = 64 * 1024;
const MAX_EXCERPT_BYTES = 8 * 1024;

/**
 * Reads the beginning of an answer's body: at most 64 KiB, for at most 2 s, or until `signal` aborts.
 * Only a body that was read to its end leaves the connection usable; any other is cut off. Never
 * rejects, since the status has decided already.
 *
 * @returns at most 8 KiB of UTF-8 text: invalid bytes replaced, NUL characters, which PostgreSQL
 * cannot store, left out, nothing decompressed.
 */
export async function readExcerpt(message: IncomingMessage, signal: AbortSignal): Promise<string> {
  return toText(await readStart(message, signal));
}

function readStart(message: IncomingMessage, signal: AbortSignal): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let byteCount = 0;

    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      if (!message.complete) message.destroy();
      resolve(Buffer.concat(chunks).subarray(0, MAX_EXCERPT_BYTES));
    };
    const timer = setTimeout(finish, MAX_READ_MS);
    if (signal.aborted) return finish();
    signal.addEventListener('abort', finish, { once: true });

    message.on('data', (chunk: Buffer) => {
      if (byteCount < MAX_EXCERPT_BYTES) chunks.push(chunk);
      byteCount += chunk.length;
      if (byteCount > MAX_READ_BYTES) finish();
    });
    message.once('end', finish);
    message.once('error', finish);
    message.once('close', finish);
  });
}

function toText(start: Buffer): string {
  // `stream` leaves out a character that the limit has cut in two.
  const text = new TextDecoder().decode(start, { stream: true }).replaceAll('\0', '');
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(MAX_EXCERPT_BYTES));
  return text.slice(0, read);
}
