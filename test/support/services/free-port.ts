import { createServer } from 'node:net';

/** Below the range from which systems take the ports of outgoing connections: one of those could take it meanwhile. */
const FIRST = 20_000;
const LAST = 32_000;

/** Of test files that run at the same time, each has its own: a port may be taken long after it was found free. */
const PORTS_PER_JEST_WORKER = 1_000;

const workerId = Number(process.env.JEST_WORKER_ID ?? 0);
const first = FIRST + ((workerId * PORTS_PER_JEST_WORKER) % (LAST - FIRST));
let next = Math.floor(Math.random() * PORTS_PER_JEST_WORKER);

/** A port of the loopback interface that nobody listens on, and that no test running now was given before. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = first + next;
    next = (next + 1) % PORTS_PER_JEST_WORKER;
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
