import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import tls from 'node:tls';

/** What a receiver does with one connection, `index` counting them from 0. */
export type Behaviour = (socket: Socket, index: number) => void;

export interface RawReceiver {
  readonly port: number;
  /** Connections so far, those included whose handshake failed. */
  readonly connectionCount: number;
  /** Connections that are still open. */
  readonly openCount: number;
  /** Reads on all connections: one that is not read does not notice that the sender has gone. */
  readOn(): void;
  close(): Promise<void>;
}

interface RawReceiverOptions {
  readonly host?: string;
  /** A free one when absent. */
  readonly port?: number;
  readonly certificate?: tls.TlsOptions;
}

/** A server that writes bytes instead of HTTP answers; with a certificate, over TLS. */
export async function startRawReceiver(
  behave: Behaviour,
  { host = '127.0.0.1', port = 0, certificate }: RawReceiverOptions = {},
): Promise<RawReceiver> {
  const open = new Set<Socket>();
  let connectionCount = 0;
  const accept = (socket: Socket) => {
    // Senders may go away in the middle: that is what some tests are about.
    socket.on('error', () => socket.destroy());
    behave(socket, connectionCount - 1);
  };
  const server = certificate === undefined ? net.createServer(accept) : tls.createServer(certificate, accept);
  // Comes before a handshake, which may fail.
  server.prependListener('connection', (socket: Socket) => {
    connectionCount += 1;
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  server.listen(port, host);
  await once(server, 'listening');

  return {
    port: (server.address() as AddressInfo).port,
    get connectionCount() {
      return connectionCount;
    },
    get openCount() {
      return open.size;
    },
    readOn() {
      for (const socket of open) socket.resume();
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

/** Waits for each request on the connection (a chunk that begins with `POST`) and then acts, `index` counting from 0. */
export function onRequest(act: (socket: Socket, index: number) => void): Behaviour {
  return (socket) => {
    let index = 0;
    socket.on('data', (chunk) => {
      if (chunk.toString('latin1').startsWith('POST')) act(socket, index++);
    });
  };
}

/** Writes `text` again and again until the connection ends. */
export function drip(socket: Socket, text: string | Buffer, everyMs: number): void {
  const timer = setInterval(() => socket.write(text), everyMs);
  socket.on('close', () => clearInterval(timer));
}

/** Writes `text` as fast as the sender reads, until the connection ends. */
export function flood(socket: Socket, text: string | Buffer): void {
  const chunk = typeof text === 'string' ? Buffer.from(text.repeat(Math.ceil(16_384 / text.length))) : text;
  const write = () => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on('drain', write);
  write();
}
