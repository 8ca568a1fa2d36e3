import { once } from 'node:events';
import type { Server } from 'node:http';

interface ApiAddress {
  readonly HOST: string;
  readonly PORT: number;
}

/** Makes a server listen. @throws Error that names the settings and says why it cannot. */
export async function listen(server: Server, { HOST, PORT }: ApiAddress): Promise<void> {
  server.listen(PORT, HOST);
  try {
    await once(server, 'listening');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why = code === 'EADDRINUSE' ? 'the port is in use: set PORT to another' : message;
    throw new Error(`PORT ${PORT} on HOST "${HOST}": ${why}`, { cause });
  }
}

/** Where the API is, for people and clients. */
export function apiUrl({ HOST, PORT }: ApiAddress): string {
  return `http://${HOST.includes(':') ? `[${HOST}]` : HOST}:${PORT}`;
}
