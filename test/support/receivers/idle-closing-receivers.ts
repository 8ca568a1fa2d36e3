import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** How a receiver ends a connection that waits: by FIN or by RST. */
export type Ending = 'end' | 'resetAndDestroy';

export interface IdleClosingReceivers {
  readonly urls: readonly string[];
  close(): Promise<void>;
}

/**
 * Receivers that accept every POST and end a connection `idleMs` after its last answer. In a thread of
 * their own, so that they do so while the sender is busy.
 */
export async function startIdleClosingReceivers(
  count: number,
  { ending, idleMs }: { readonly ending: Ending; readonly idleMs: number },
): Promise<IdleClosingReceivers> {
  const worker = new Worker(
    `const { once } = require('node:events');
     const { createServer } = require('node:net');
     const { parentPort } = require('node:worker_threads');

     const serve = (socket) => {
       let timer;
       socket.on('error', () => socket.destroy());
       socket.on('close', () => clearTimeout(timer));
       socket.on('data', () => {
         clearTimeout(timer);
         socket.write('HTTP/1.1 200 OK\\r\\ncontent-length: 0\\r\\n\\r\\n');
         timer = setTimeout(() => socket.${ending}(), ${idleMs});
       });
     };
     const start = async () => {
       const server = createServer(serve).listen(0, '127.0.0.1');
       await once(server, 'listening');
       return server.address().port;
     };
     Promise.all(Array.from({ length: ${count} }, start)).then((ports) => parentPort.postMessage(ports));`,
    { eval: true },
  );
  const [ports] = (await once(worker, 'message')) as [number[]];
  return {
    urls: ports.map((port) => `http://127.0.0.1:${port}/`),
    close: async () => void (await worker.terminate()),
  };
}
