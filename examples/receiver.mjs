/*
 * A receiver: verifies each notification with the version 2 signature and the service's public keys, prints it,
 * and answers 200, also to one that it accepted before; below /refuse it answers 503.
 * Usage: node examples/receiver.mjs [port] [address of the key set]
 */
import { createPublicKey, verify } from 'node:crypto';
import http from 'node:http';

const MAX_AGE_SECONDS = 300;
const MAX_REMEMBERED = 10_000;

const port = Number(process.argv[2] ?? 9000);
const keySet = process.argv[3] ?? 'http://127.0.0.1:8080/v1_1/demo/webhook_keys';

/** Ids of the notifications accepted last: delivery is at least once. A real receiver keeps them with its own data. */
const accepted = new Set();

/** What is wrong with a notification; `undefined` when it is genuine. */
async function faultOf(body, timestamp, signature) {
  if (!signature) return 'missing: expected X-Cld-Signature_v2, which the scheme legacy_hmac does not send';
  // What is no number has the age NaN, and is refused too.
  const ageSeconds = Math.abs(Date.now() / 1000 - Number(timestamp));
  if (!(ageSeconds <= MAX_AGE_SECONDS)) return `of another time: X-Cld-Timestamp is "${timestamp}"`;
  const { keys } = await (await fetch(keySet)).json();
  const signed = Buffer.concat([body, Buffer.from(timestamp)]);
  const genuine = keys.some((key) =>
    verify(null, signed, createPublicKey({ key, format: 'jwk' }), Buffer.from(signature, 'base64')),
  );
  return genuine ? undefined : 'false';
}

function remember(id) {
  accepted.add(id);
  if (accepted.size > MAX_REMEMBERED) accepted.delete(accepted.values().next().value);
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

  const fault = await faultOf(body, timestamp, signature).catch((error) => error.message);
  const isRepeated = !fault && accepted.has(id);
  const status = fault ? 403 : request.url.startsWith('/refuse') ? 503 : 200;
  if (status === 200) remember(id);
  console.log(`${request.url} delivery ${id}, attempt ${attempt}, signature ${fault ?? 'verified'}`);
  console.log(isRepeated ? '  accepted before: nothing to do' : `  ${body}`);
  console.log(`  answered ${status}`);
  response.writeHead(status).end();
});
server.listen(port, '127.0.0.1', () => console.log(`receiving on http://127.0.0.1:${port}`));
