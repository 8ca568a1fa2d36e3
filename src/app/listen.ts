import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServiceMetrics } from '../metrics/service-metrics';

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

/** A scrape gives up after some seconds, and the service's own metrics are more than none. */
const TEMPORAL_MS = 2_000;
const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * Serves `/metrics` for Prometheus: the service's, and behind them the engine's as they are.
 *
 * @param temporalAddress host and port, as `innerMetricsAddress` gives it.
 * @throws Error, one line, when the port is not to be had.
 */
export async function serveMetrics(
  { host, port }: { readonly host: string; readonly port: number },
  metrics: Pick<ServiceMetrics, 'text'>,
  temporalAddress: string,
): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.url?.split('?', 1)[0] !== '/metrics') {
      response.writeHead(404, { 'Content-Type': CONTENT_TYPE }).end('expected the path /metrics\n');
      return;
    }
    void Promise.all([metrics.text(), temporalText(temporalAddress)]).then(
      (texts) => response.writeHead(200, { 'Content-Type': CONTENT_TYPE }).end(texts.join('\n')),
      () => response.writeHead(500).end(),
    );
  });
  await listen(server, { host, port, setting: 'METRICS_PORT' });
  return server;
}

async function temporalText(address: string): Promise<string> {
  try {
    const answer = await fetch(`http://${address}/metrics`, { signal: AbortSignal.timeout(TEMPORAL_MS) });
    return await answer.text();
  } catch {
    return "# Temporal's own metrics could not be read\n";
  }
}

/** Where the engine offers its metrics: this machine alone, at a port of its own. */
export async function innerMetricsAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `127.0.0.1:${port}`;
}
