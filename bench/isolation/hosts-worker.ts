import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventIdIn } from '../upload-payload';
import type { HostsReport } from './contract';

/*
 * Customers' servers in a process of their own: so many hosts, each on its port, that answer 200 at once, or below
 * /hang/ read what comes and never answer. Argument: their number.
 */
async function main([count = '']: readonly string[]): Promise<void> {
  const ports = await Promise.all(Array.from({ length: Number(count) }, listen));
  report({ kind: 'ready', ports });
}

async function listen(): Promise<number> {
  let hangingCount = 0;
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const eventId = eventIdIn(Buffer.concat(chunks).toString('utf8'));
      const notificationId = String(request.headers['webhook-id']);
      const hangs = request.url?.startsWith('/hang/') ?? false;
      if (hangs) {
        hangingCount += 1;
        request.socket.on('close', () => (hangingCount -= 1));
      } else {
        response.end('ok');
      }
      report({ kind: 'arrival', arrival: { port, eventId, notificationId, hangs, hangingCount } });
    });
  });
  server.keepAliveTimeout = 300_000;
  server.requestTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return port;
}

function report(message: HostsReport): void {
  process.send?.(message);
}

process.on('disconnect', () => process.exit());
void main(process.argv.slice(2));
