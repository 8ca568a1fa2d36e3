import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import tls from 'node:tls';

/** What the proxy does with a CONNECT: makes a tunnel, answers with a status, or acts on the connection. */
export type ProxyAnswer = 'tunnel' | number | ((socket: Socket) => void);

/** A CONNECT as the proxy saw it. */
export interface SeenConnect {
  readonly authority: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface ConnectProxy {
  readonly url: string;
  readonly port: number;
  readonly connects: readonly SeenConnect[];
  /** Connections to the proxy that are still open. */
  readonly openCount: number;
  /** Ends all tunnels, as a proxy does that is started again. */
  cutTunnels(): void;
  close(): Promise<void>;
}

/**
 * A forward proxy on a free port of 127.0.0.1 that knows the CONNECT method alone: every name leads to
 * 127.0.0.1. With a certificate it is spoken to over TLS.
 */
export async function startConnectProxy(
  answer: (connect: SeenConnect, index: number) => ProxyAnswer = () => 'tunnel',
  { certificate }: { readonly certificate?: tls.SecureContextOptions } = {},
): Promise<ConnectProxy> {
  const connects: SeenConnect[] = [];
  const open = new Set<Socket>();
  const accept = (socket: Socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.once('data', (chunk: Buffer) => {
      const connect = readConnect(chunk.toString('latin1'));
      obey(socket, connect, answer(connect, connects.push(connect) - 1));
    });
  };
  const server = certificate ? tls.createServer(certificate, accept) : net.createServer(accept);
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const cutTunnels = () => {
    for (const socket of open) socket.destroy();
  };

  return {
    url: certificate ? `https://localhost:${port}` : `http://127.0.0.1:${port}`,
    port,
    connects,
    get openCount() {
      return open.size;
    },
    cutTunnels,
    async close() {
      const closed = once(server, 'close');
      server.close();
      cutTunnels();
      await closed;
    },
  };
}

function readConnect(head: string): SeenConnect {
  const [requestLine = '', ...lines] = head.split('\r\n');
  const [, authority = ''] = /^CONNECT (\S+) HTTP\/1\.1$/.exec(requestLine) ?? [];
  const headers = lines
    .map((line) => /^([^:]+): (.*)$/.exec(line))
    .flatMap((match) => (match ? [[(match[1] ?? '').toLowerCase(), match[2] ?? '']] : []));
  return { authority, headers: Object.fromEntries(headers) as Record<string, string> };
}

function obey(socket: Socket, { authority }: SeenConnect, answer: ProxyAnswer): void {
  if (typeof answer === 'function') return answer(socket);
  if (typeof answer === 'number')
    return void socket.end(`HTTP/1.1 ${answer} Word\r\ncontent-length: 0\r\n\r\n`);

  const port = Number(authority.slice(authority.lastIndexOf(':') + 1));
  const receiver = net.connect(port, '127.0.0.1', () => {
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    socket.pipe(receiver).pipe(socket);
  });
  receiver.on('error', () => socket.destroy());
  socket.on('close', () => receiver.destroy());
  receiver.on('close', () => socket.destroy());
}
