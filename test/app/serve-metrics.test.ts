import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { innerMetricsAddress, serveMetrics } from '../../src/app/listen';
import { startReceiver } from '../support/receivers/receiver';

const metrics = { text: async () => 'webhooks_build_info{version="1.2.3"} 1\n' };
const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close().closeAllConnections()));

const portOf = (server: Server) => (server.address() as AddressInfo).port;

async function scrapeWith(temporalAddress: string): Promise<string> {
  const server = await serveMetrics({ host: '127.0.0.1', port: 0 }, metrics, temporalAddress);
  servers.push(server);
  const answer = await fetch(`http://127.0.0.1:${portOf(server)}/metrics`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    200,
    'text/plain; version=0.0.4; charset=utf-8',
  ]);
  return answer.text();
}

it("appends the engine's metrics as they are", async () => {
  const engine = await startReceiver(() => ({ status: 200, body: 'temporal_request 7\n' }));
  const text = await scrapeWith(new URL(engine.url).host);
  await engine.close();
  expect(text).toBe('webhooks_build_info{version="1.2.3"} 1\n\ntemporal_request 7\n');
});

it("serves the service's metrics when the engine's cannot be read", async () => {
  const text = await scrapeWith(await innerMetricsAddress());
  expect(text).toContain('webhooks_build_info{version="1.2.3"} 1\n');
  expect(text).toContain("# Temporal's own metrics could not be read\n");
});

it('says which setting to change when the port is in use', async () => {
  const taken = await serveMetrics({ host: '127.0.0.1', port: 0 }, metrics, '127.0.0.1:1');
  servers.push(taken);
  const port = portOf(taken);
  await expect(serveMetrics({ host: '127.0.0.1', port }, metrics, '127.0.0.1:1')).rejects.toThrow(
    `METRICS_PORT ${port} on HOST "127.0.0.1": the port is in use: set METRICS_PORT to another`,
  );
});
