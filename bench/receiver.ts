import type http from 'node:http';
import type { Ledger } from './ledger';
import { serveOnLoopback } from './serve-on-loopback';
import { eventIdIn } from './upload-payload';

export interface BenchReceiver {
  /** One URL for each destination of a shape. */
  urls(shape: string, destinations: number): string[];
  close(): Promise<void>;
}

/**
 * The customers' server: answers 200 at once to every POST, and enters it into the ledger of the
 * shape that the path names.
 */
export async function startReceiver(ledgers: ReadonlyMap<string, Ledger>): Promise<BenchReceiver> {
  const { origin, close } = await serveOnLoopback((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      enter(ledgers, request, Buffer.concat(chunks).toString('utf8'));
      response.end('ok');
    });
  });
  return {
    urls: (shape, destinations) =>
      Array.from({ length: destinations }, (_, index) => `${origin}/${shape}/${index}`),
    close,
  };
}

function enter(
  ledgers: ReadonlyMap<string, Ledger>,
  { url = '', headers }: http.IncomingMessage,
  body: string,
) {
  const [, shape = '', destination = ''] = url.split('/');
  const eventId = eventIdIn(body);
  // The header is the product's; the bare shape's notifications have no id of their own.
  const notificationId = String(headers['webhook-id'] ?? `${eventId}/${destination}`);
  const ledger = ledgers.get(shape);
  if (!ledger) throw new Error(`a receipt at ${url}, which no shape was told of`);
  ledger.receive({ eventId, destination, notificationId });
}
