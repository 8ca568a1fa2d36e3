import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventIdIn } from '../bench/upload-payload';

/** What a receiver does with a POST. */
export type Behaviour = 'accept' | 'refuse-1' | 'refuse-2' | 'refuse-3' | 'never' | 'hang' | 'cut';

/** One POST as its receiver saw it. */
export interface Receipt {
  readonly eventId: string;
  readonly deliveryId: string;
  /** `Webhook-Attempt`: 1-based, within a run of the schedule. */
  readonly attempt: number;
  readonly behaviour: Behaviour;
  readonly arrivedAtMs: number;
  /** When it was answered or given up; `undefined` while it is under way. */
  endedAtMs: number | undefined;
  /** The status that was answered; `undefined` for one that got none. */
  status: number | undefined;
}

export interface Receivers {
  /** @param place tells destinations of the same behaviour apart. */
  url(behaviour: Behaviour, place: string): string;
  readonly receipts: readonly Receipt[];
  close(): Promise<void>;
}

const MAX_ACCEPT_MS = 300;
const HUNG_FOR_MS = 60_000;

/** The customers' servers: what they do stands in the path. Each POST is entered before it is answered. */
export async function startReceivers(nowMs: () => number): Promise<Receivers> {
  const receipts: Receipt[] = [];
  const refusals = new Map<string, number>();

  async function answer(receipt: Receipt, response: http.ServerResponse): Promise<void> {
    const { behaviour, deliveryId } = receipt;
    response.on('close', () => (receipt.endedAtMs ??= nowMs()));
    if (behaviour === 'cut') return void response.socket?.destroy();
    // Not random: what a seed does must not depend on how many POSTs came before.
    await sleep(behaviour === 'hang' ? HUNG_FOR_MS : hashOf(deliveryId) % MAX_ACCEPT_MS, undefined, {
      ref: false,
    });
    if (response.destroyed) return;
    const status = statusOf(behaviour, deliveryId, refusals);
    receipt.status = status;
    response.writeHead(status).end();
  }

  const listener = (request: http.IncomingMessage, response: http.ServerResponse) => {
    const [, behaviour = ''] = (request.url ?? '').split('/');
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => undefined);
    request.on('end', () => {
      const receipt: Receipt = {
        eventId: eventIdIn(Buffer.concat(chunks).toString('utf8')),
        deliveryId: String(request.headers['webhook-id']),
        attempt: Number(request.headers['webhook-attempt']),
        behaviour: behaviour as Behaviour,
        arrivedAtMs: nowMs(),
        endedAtMs: undefined,
        status: undefined,
      };
      receipts.push(receipt);
      void answer(receipt, response);
    });
  };
  const usual = await listen(listener);
  // Apart: a connection that was used before and is cut makes the sender try once more on another one.
  const cutting = await listen(listener);
  return {
    url: (behaviour, place) => `${behaviour === 'cut' ? cutting.url : usual.url}/${behaviour}/${place}`,
    receipts,
    async close() {
      await Promise.all([usual.close(), cutting.close()]);
    },
  };
}

async function listen(listener: http.RequestListener) {
  const server = http.createServer(listener);
  server.keepAliveTimeout = HUNG_FOR_MS;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The n-th POST of a delivery decides: a repeated attempt counts as one more. */
function statusOf(behaviour: Behaviour, deliveryId: string, refusals: Map<string, number>): number {
  if (behaviour === 'never') return 500;
  const wanted = behaviour.startsWith('refuse-') ? Number(behaviour.slice('refuse-'.length)) : 0;
  const refused = refusals.get(deliveryId) ?? 0;
  if (refused >= wanted) return 200;
  refusals.set(deliveryId, refused + 1);
  return 503;
}

function hashOf(text: string): number {
  let hash = 0;
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash;
}
