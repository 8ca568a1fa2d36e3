/*
 * A receiver: verifies each notification with the version 2 signature and the service's public keys, prints it,
 * and answers 200, also to one that it accepted before; below /refuse it answers 503.
 * Usage: node examples/receiver.mjs [port] [address of the key set]
 */
import http from 'node:http';
// In a project of your own: '@webhook-notifications/receiver'.
import { createReceiver } from '../packages/receiver/dist/esm/index.js';

const port = Number(process.argv[2] ?? 9000);
const keySet = process.argv[3] ?? 'http://127.0.0.1:8080/v1_1/demo/webhook_keys';

/** Remembers ids in memory: delivery is at least once. A real receiver keeps them with its own data. */
const receiver = createReceiver({ keySet });

const server = http.createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const { 'webhook-id': id, 'webhook-attempt': attempt } = request.headers;

  const result = await receiver.verify({ body, headers: request.headers });
  const status = !result.ok ? 401 : request.url.startsWith('/refuse') ? 503 : 200;
  if (status === 200) await receiver.remember(result);
  const verdict = result.ok ? 'verified' : `${result.reason}: ${result.message}`;
  console.log(`${request.url} delivery ${id}, attempt ${attempt}, signature ${verdict}`);
  console.log(result.ok && result.duplicate ? '  accepted before: nothing to do' : `  ${body}`);
  console.log(`  answered ${status}`);
  response.writeHead(status).end();
});
server.listen(port, '127.0.0.1', () => console.log(`receiving on http://127.0.0.1:${port}`));
