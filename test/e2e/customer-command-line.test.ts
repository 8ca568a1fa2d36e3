import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { canRun } from '../support/receivers/official-sdks/can-run';
import { freePort } from '../support/services/free-port';
import { Service } from '../support/services/service';
import { TypedCommand } from '../support/services/typed-command';
import { waitUntil } from '../support/services/wait-until';

/* The command line of customers, in processes of its own, on the running service. */

interface Seen {
  readonly rawHeaders: readonly string[];
  readonly body: string;
  readonly path: string;
}

/** A customer's server on a port that it keeps, which can be killed and started again. */
class LocalServer {
  readonly seen: Seen[] = [];
  /** Public ids of what has come, and is not answered yet or is. */
  readonly waiting: string[] = [];
  status = 200;
  /** Of each answer. */
  delayMs = 0;
  private server: http.Server | undefined;

  constructor(private port: number) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}/hook`;
  }

  async start(): Promise<void> {
    const server = http.createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('end', () => {
        this.waiting.push((JSON.parse(body) as { public_id: string }).public_id);
        const { rawHeaders, url: path = '' } = request;
        setTimeout(() => {
          if (this.status === 200) this.seen.push({ rawHeaders, body, path });
          response.writeHead(this.status).end('what went wrong\nand more');
        }, this.delayMs);
      });
    });
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => (this.server ? this.server.close(resolve) : resolve(undefined)));
  }
}

let service: Service;
let local: LocalServer;
beforeAll(async () => {
  service = await Service.start({ ALLOW_CIDRS: '127.0.0.0/8' });
  local = new LocalServer(await freePort());
  await local.start();
}, 90_000);
afterAll(async () => {
  await local.stop();
  await service.dispose();
}, 60_000);

const typed = (line: string, options?: ConstructorParameters<typeof TypedCommand>[2]) =>
  new TypedCommand(service, line.split(' '), options);
const ready = (command: TypedCommand) =>
  waitUntil('it listens', () => command.printed.includes('Ready.'), 20_000).catch((error: Error) => {
    throw new Error(`${error.message}\n${command.printed}`);
  });
const publicIds = () => local.seen.map(({ body }) => (JSON.parse(body) as { public_id: string }).public_id);

it('three commands bring the first notification, like a direct delivery in every byte and header', async () => {
  await service.call('POST', '/triggers', { event_type: 'upload', uri: `${local.url}?direct` });
  const listen = typed(`listen --forward ${local.url}`);
  await ready(listen);
  const send = typed('send upload --sample --wait');
  expect([await send.end(), send.printed]).toEqual([0, expect.stringContaining('✓ delivered')]);

  await waitUntil('both have come', () => local.seen.length === 2);
  const [direct, forwarded] = [/\?direct/, /hook$/].map((place) =>
    local.seen.find(({ path }) => place.test(path)),
  );
  expect(forwarded?.body).toBe(direct?.body);
  const own = /^(X-Cld-.*|Webhook-Id)$/i;
  const headersOf = (seen: Seen | undefined) =>
    pairs(seen?.rawHeaders ?? []).map(([name, value]) => (own.test(name) ? [name, '…'] : [name, value]));
  expect(headersOf(forwarded)).toEqual(headersOf(direct));
  expect(headersOf(forwarded)).toContainEqual(['X-Cld-Signature_v2', '…']);

  listen.kill('SIGINT');
  expect(await listen.end()).toBe(0);
  expect(listen.printed).toMatch(/\d\d:\d\d:\d\d ✓ 200 upload blue-kettle \d+ ms → http/);
  const { body } = await service.call<{ triggers: { uri: string }[] }>('GET', '/triggers');
  expect(body.triggers.map(({ uri }) => uri)).toEqual([`${local.url}?direct`]);
}, 60_000);

it('a test reaches the URL of its trigger alone, once, and says that it is one', async () => {
  const add = typed(`triggers add ${local.url}?tested --type explode --json`);
  expect(await add.end()).toBe(0);
  const { id } = JSON.parse(add.printed) as { id: string };
  await service.call('POST', '/triggers', { event_type: 'explode', uri: `${local.url}?twin` });
  const before = { seen: local.seen.length, requests: local.waiting.length };
  const accepted = typed(`triggers test ${id} --send --wait`);
  expect([await accepted.end(), accepted.printed]).toEqual([0, expect.stringContaining('✓ delivered')]);
  local.status = 500;
  const refused = typed(`triggers test ${id} --send --wait`);
  expect([await refused.end(), refused.printed]).toEqual([1, expect.stringContaining('answered 500')]);
  local.status = 200;
  expect(local.waiting.length - before.requests).toBe(2);
  const [seen, ...others] = local.seen.slice(before.seen);
  expect([seen?.path, others]).toEqual(['/hook?tested', []]);
  expect(JSON.parse(seen?.body ?? '')).toMatchObject({ notification_context: { test: true } });
}, 60_000);

function pairs(raw: readonly string[]): readonly (readonly [string, string])[] {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? ''] as const] : []));
}

// On a machine without script(1) there is no such test.
if (canRun('script', '--version')) {
  it('in a terminal it has colours, takes keys, and leaves no trigger behind', async () => {
    const listen = typed(`listen --forward ${local.url} --channel cli-terminal`, { isTTY: true });
    await ready(listen);
    local.status = 500;
    await service.call('POST', '/events', { event_type: 'delete', payload: { public_id: 'red-kettle' } });
    await waitUntil('the refusal shows', () => listen.printed.includes('what went wrong'));
    expect(listen.printed).toContain('\u001b[31m✗ 500\u001b[0m delete red-kettle');
    expect(listen.printed).not.toContain('and more');
    local.status = 200;
    listen.type('d');
    await waitUntil('the detail shows', () => listen.printed.includes('"public_id":"red-kettle"'));
    listen.type('r');
    await waitUntil('it is sent again', () => listen.printed.includes('✓ 200'));
    listen.type('q');
    expect(await listen.end()).toBe(0);
    const plain = typed('deliveries', { isTTY: true, env: { NO_COLOR: '1' } });
    expect([await plain.end(), plain.printed.includes('\u001b[')]).toEqual([0, false]);
    const { body } = await service.call<{ triggers: { uri: string }[] }>('GET', '/triggers');
    expect(body.triggers.some(({ uri }) => uri.startsWith('poll://'))).toBe(false);
  }, 60_000);
}

const KILLS = Number(process.env.LISTEN_KILLS ?? '3');
const SEED = Number(process.env.LISTEN_SEED ?? '7');

it('prints JSON for programs, and waits for no server that is slow', async () => {
  const slow = new LocalServer(await freePort());
  slow.delayMs = 1_500;
  await slow.start();
  const listen = typed(`listen --forward ${slow.url} --channel cli-json --json`);
  await waitUntil('it listens', () => listen.printed.includes('"ready":true'));
  for (const publicId of ['slow', 'other']) {
    await service.call('POST', '/events', { event_type: 'delete', payload: { public_id: publicId } });
    await waitUntil('it is claimed', async () => slow.waiting.includes(publicId));
  }
  expect(slow.seen).toEqual([]);
  await waitUntil('both are told', () => listen.printed.split('"status":200').length === 3);
  listen.kill('SIGTERM');
  expect(await listen.end()).toBe(0);
  const [ready, ...told] = listen.printed
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(ready).toEqual({ ready: true, channel: 'cli-json', forward: slow.url });
  expect(told.map(({ payload }) => (payload as { public_id: string }).public_id).toSorted()).toEqual([
    'other',
    'slow',
  ]);
  await slow.stop();
}, 60_000);

it(
  `loses nothing while the command, the service and the local server are killed ${KILLS} times`,
  async () => {
    const random = pseudoRandom(SEED);
    // Then kills hit what is being forwarded, and that comes again after 30 s.
    if (KILLS > 3) local.delayMs = 300;
    const line = `listen --forward ${local.url} --channel cli-killed`;
    let listen = typed(line);
    await ready(listen);
    const sent: string[] = [];
    const publish = async () => {
      const publicId = `asset-${sent.length}`;
      const payload = { public_id: publicId };
      const answer = await service
        .call('POST', '/events', { event_type: 'upload', payload })
        .catch(() => undefined);
      if (answer?.status === 202) sent.push(publicId);
    };
    const victims = [
      async () => {
        listen.kill('SIGKILL');
        await listen.end();
        await publish();
        listen = typed(line);
      },
      async () => {
        // Only a command that was connected says that it has lost the connection.
        await ready(listen);
        await service.signal('SIGKILL');
        await service.run();
      },
      async () => {
        await local.stop();
        await publish();
        await local.start();
      },
    ];
    for (let kill = 0; kill < KILLS; kill++) {
      for (let n = 0; n < 3; n++) await publish();
      await new Promise((resolve) => setTimeout(resolve, random() * 500));
      await victims[
        KILLS <= victims.length ? kill % victims.length : Math.floor(random() * victims.length)
      ]?.();
    }
    await publish();
    // A message that was claimed by what was killed comes again after 30 s.
    await waitUntil('all has come', () => sent.every((id) => publicIds().includes(id)), 120_000);
    expect(sent.length).toBeGreaterThanOrEqual(KILLS * 3);
    // What a terminal shows may be read later than what a socket brings.
    const isSaid = () => /Connection lost: [^]*Connected again\./.test(listen.printed);
    if (KILLS === 3) await waitUntil('it is said that the connection is back', isSaid);
    listen.kill('SIGINT');
    expect(await listen.end()).toBe(0);
  },
  120_000 + KILLS * 60_000,
);

/** Numbers from 0 to 1, the same for the same seed. Source: Park and Miller, 1988. */
function pseudoRandom(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
