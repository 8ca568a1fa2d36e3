import type { Server } from 'node:http';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * An address at which one server after the other answers, so that a browser keeps the files which it has from there: to
 * fetch and compile them anew costs more than most tests.
 */
export class KeptAddress {
  private server: Server | undefined;
  private readonly sockets = new Set<Socket>();
  private readonly listener = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    if (this.server) this.server.emit('connection', socket);
    else socket.destroy();
  });

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.listener.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.listener.address() as AddressInfo).port}`;
  }

  /** Hands every connection to a server, which needs not listen itself; without one, they are refused. */
  lead(server: Server | undefined): void {
    this.server = server;
    for (const socket of this.sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.lead(undefined);
    await new Promise((resolve) => this.listener.close(resolve));
  }
}
