import { once } from 'node:events';
import type { Server } from 'node:http';

interface ListenAddress {
  readonly host: string;
  readonly port: number;
  /** The setting that says the port. */
  readonly setting: 'PORT' | 'METRICS_PORT';
}

/** Resolves once the server takes connections. @throws Error, one line, when the port is in use or not allowed. */
export async function listen(server: Server, { host, port, setting }: ListenAddress): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why = code === 'EADDRINUSE' ? `the port is in use: set ${setting} to another` : message;
    throw new Error(`${setting} ${port} on HOST "${host}": ${why}`, { cause });
  }
}
