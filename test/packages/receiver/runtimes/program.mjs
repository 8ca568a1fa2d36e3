/*
 * Usage: <runtime> program.mjs <cases.json>. Judges requests with the installed kit, once by themselves and once through
 * the runtime's own server, and prints JSON: what each case came to, and what the server answered.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createReceiver } from '@webhook-notifications/receiver';
import { nodeHandler } from '@webhook-notifications/receiver/node';
import { webHandler } from '@webhook-notifications/receiver/web';

const { nowMs, cases, posted } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const receiverOf = (options) => createReceiver({ now: () => nowMs, onRefused: () => undefined, ...options });

const verdicts = [];
for (const { options, body, headers } of cases) {
  const request = { body: Buffer.from(body, 'base64'), headers };
  const verdict = await receiverOf(options).verify(request);
  verdicts.push(verdict.ok ? 'ok' : verdict.reason);
}

let tamperedThatPass = 0;
const [{ options, body, headers }] = cases;
const strict = receiverOf(options);
const genuine = Buffer.from(body, 'base64');
for (let position = 0; position < genuine.length; position += 1) {
  const tampered = Buffer.from(genuine);
  tampered[position] ^= 1;
  if ((await strict.verify({ body: tampered, headers })).ok) tamperedThatPass += 1;
}

const handled = [];
const receiver = receiverOf(options);
receiver.on('upload', ({ public_id }) => handled.push(public_id));
const { port, server, stop } = await serve(receiver);
const statuses = [];
for (const request of posted) {
  const answer = await fetch(`http://127.0.0.1:${port}/hook`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...request.headers },
    body: Buffer.from(request.body, 'base64'),
  });
  statuses.push(answer.status);
  await answer.arrayBuffer();
}
await stop();
console.log(JSON.stringify({ verdicts, tamperedThatPass, server, statuses, handled }));

/** With the runtime's own server, as the kit's page shows. */
async function serve(target) {
  if (globalThis.Bun) {
    const bun = globalThis.Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: webHandler(target) });
    return { port: bun.port, server: 'Bun.serve', stop: () => bun.stop(true) };
  }
  if (globalThis.Deno) {
    const options = { port: 0, hostname: '127.0.0.1', onListen: () => undefined };
    const deno = globalThis.Deno.serve(options, webHandler(target));
    return { port: deno.addr.port, server: 'Deno.serve', stop: () => deno.shutdown() };
  }
  const node = createServer(nodeHandler(target));
  await new Promise((resolve) => node.listen(0, '127.0.0.1', resolve));
  const stop = () => new Promise((resolve) => node.close(resolve));
  return { port: node.address().port, server: 'node:http', stop };
}
