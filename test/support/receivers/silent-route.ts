import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to PostgreSQL whose connections can be made to vanish without a word, as behind a router that fails. */
export interface SilentRoute {
  readonly url: string;
  /** From now on the connections that are open carry nothing, in either direction. */
  swallowAll(): void;
  /** So do those that are opened from now on, until it is lifted. */
  block(): void;
  lift(): void;
  close(): void;
}

export async function openSilentRoute(target: URL): Promise<SilentRoute> {
  const pairs: (readonly [Socket, Socket])[] = [];
  const sockets: Socket[] = [];
  let isBlocked = false;
  // What vanished does not answer the end of a connection either.
  const server = createServer({ allowHalfOpen: true }, (near) => {
    near.on('error', () => undefined);
    sockets.push(near);
    if (isBlocked) return void near.resume();
    const far = connect({ port: Number(target.port), host: target.hostname, allowHalfOpen: true });
    far.on('error', () => undefined);
    near.pipe(far);
    far.pipe(near);
    pairs.push([near, far]);
    sockets.push(far);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  const swallowAll = () => {
    for (const [near, far] of pairs) {
      near.unpipe(far).resume();
      far.unpipe(near).resume();
    }
  };
  return {
    url: url.href,
    swallowAll,
    block: () => {
      isBlocked = true;
      swallowAll();
    },
    lift: () => {
      isBlocked = false;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
