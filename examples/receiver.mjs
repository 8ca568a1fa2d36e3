/*
 * A receiver: verifies each notification with the version 2 signature and the service's public keys, prints it,
 * and answers 200; below /refuse it answers 503.
 * Usage: node examples/receiver.mjs [port] [address of the key set]
 */
import { createPublicKey, verify } from 'node:crypto';
import http from 'node:http';

const port = Number(process.argv[2] ?? 9000);
const keySet = process.argv[3] ?? 'http://127.0.0.1:8080/v1_1/demo/webhook_keys';

async function isGenuine(body, timestamp, signature) {
  const { keys } = await (await fetch(keySet)).json();
  const signed = Buffer.concat([body, Buffer.from(timestamp)]);
  return keys.some((key) =>
    verify(null, signed, createPublicKey({ key, format: 'jwk' }), Buffer.from(signature, 'base64')),
  );
}

const server = http.createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const {
    'x-cld-timestamp': timestamp = '',
    'x-cld-signature_v2': signature = '',
    'webhook-id': id,
    'webhook-attempt': attempt,
  } = request.headers;

  const genuine = await isGenuine(body, timestamp, signature).catch((error) => error.message);
  const status = genuine !== true ? 403 : request.url.startsWith('/refuse') ? 503 : 200;
  console.log(
    `${request.url} delivery ${id}, attempt ${attempt}, signature ${genuine === true ? 'verified' : genuine}`,
  );
  console.log(`  ${body}\n  answered ${status}`);
  response.writeHead(status).end();
});
server.listen(port, '127.0.0.1', () => console.log(`receiving on http://127.0.0.1:${port}`));
