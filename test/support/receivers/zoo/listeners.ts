import { once } from 'node:events';
import net from 'node:net';
import { Worker } from 'node:worker_threads';
import { type RawReceiver, startRawReceiver } from '../raw-receiver';
import { OK } from './answer-bytes';

/** In a thread of its own, since a listener does not accept only while its thread is blocked. */
async function startListener(backlog: number, script: string): Promise<RawReceiver> {
  const worker = new Worker(
    `const { parentPort } = require('node:worker_threads');
     const pause = (timeoutMs) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, timeoutMs);
     const server = require('node:net').createServer((socket) => {
       socket.on('error', () => socket.destroy()).once('data', () => socket.end(${JSON.stringify(OK)}));
     });
     server.listen({ port: 0, host: '127.0.0.1', backlog: ${backlog} }, () => {
       parentPort.postMessage(server.address().port);
       ${script}
     });`,
    { eval: true },
  );
  const [port] = (await once(worker, 'message')) as [number];
  return {
    port,
    connectionCount: 0,
    openCount: 0,
    readOn: () => undefined,
    close: async () => void (await worker.terminate()),
  };
}

/** Its queue of connections is full, so that the system drops every further attempt. */
export async function startBlackHole(): Promise<RawReceiver> {
  const listener = await startListener(1, 'pause(Infinity);');
  const queue = Array.from({ length: 8 }, () =>
    net.connect(listener.port, '127.0.0.1').on('error', () => undefined),
  );
  await Promise.race(queue.map((socket) => once(socket, 'connect')));
  return {
    ...listener,
    async close() {
      for (const socket of queue) socket.destroy();
      await listener.close();
    },
  };
}

/** The system completes connections for it and takes requests; it does not look at them. */
export function startIdleListener(): Promise<RawReceiver> {
  return startListener(100, 'pause(Infinity);');
}

/** Accepts now and then only. */
export function startSlowListener(): Promise<RawReceiver> {
  return startListener(100, 'setInterval(() => pause(150), 160);');
}

/** A port that nobody listens on, nor will: it is taken by the client's end of another connection. */
export async function startNobody(): Promise<RawReceiver> {
  const peer = await startRawReceiver((socket) => socket.resume());
  const client = net.connect(peer.port, '127.0.0.1');
  await once(client, 'connect');
  return {
    port: client.localPort ?? 0,
    connectionCount: 0,
    openCount: 0,
    readOn: () => undefined,
    async close() {
      client.destroy();
      await peer.close();
    },
  };
}
