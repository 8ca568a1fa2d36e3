import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { lowPort } from '../cluster/low-port';

/** A way between two processes that can go silent, as a network does: nothing passes, and nobody is told. */
export interface SilentProxy {
  readonly port: number;
  silence(): void;
  /** What was sent meanwhile arrives. */
  resume(): void;
  close(): Promise<void>;
}

/** Passes on everything that comes, to a port of this machine. */
export async function startSilentProxy(targetPort: number): Promise<SilentProxy> {
  const sockets = new Set<Socket>();
  const goneUnheard = new Set<Socket>();
  let isSilent = false;
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (client) => {
    const target = connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true });
    join(client, target);
    join(target, client);
  });
  const join = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.setNoDelay(true);
    from.on('data', (bytes) => {
      if (!to.write(bytes)) from.pause();
    });
    to.on('drain', () => !isSilent && from.resume());
    from.on('end', () => to.end());
    from.on('error', () => to.destroy());
    from.on('close', () => {
      sockets.delete(from);
      // A silent network does not tell that the other side has gone, either.
      if (isSilent) goneUnheard.add(to);
      else to.destroy();
    });
    if (isSilent) from.pause();
    else from.resume();
  };
  const port = await lowPort();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port,
    silence() {
      isSilent = true;
      for (const socket of sockets) socket.pause();
    },
    resume() {
      isSilent = false;
      for (const socket of goneUnheard) socket.destroy();
      goneUnheard.clear();
      for (const socket of sockets) socket.resume();
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
