import { randomInt } from 'node:crypto';
import { isPortFree } from '../src/local/dev-server/dev-server-process';

/** Below the range from which systems take the ports of outgoing connections: one of those could take it meanwhile. */
const FIRST = 20_000;
const LAST = 32_000;

/** A port of the loopback interface that nobody listens on, and that no outgoing connection gets. */
export async function lowPort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST, LAST);
    if (await isPortFree(port)) return port;
  }
}
