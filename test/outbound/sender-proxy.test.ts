import { createAddressRules } from '../../src/domain/destinations/address-rules';
import { parseEgressProxy } from '../../src/outbound/network/egress-proxy';
import { createNameResolver } from '../../src/outbound/network/allowed-addresses';
import { createSender, type HttpSender } from '../../src/outbound/sender';
import { type ProxyAnswer, startConnectProxy } from '../support/receivers/connect-proxy';
import { type FakeDns, startFakeDns } from '../support/receivers/fake-dns';
import {
  type Behaviour,
  onRequest,
  type RawReceiver,
  startRawReceiver,
} from '../support/receivers/raw-receiver';
import { startReceiver } from '../support/receivers/receiver';
import { createCertificate } from '../support/receivers/tls-certificate';
import { waitUntil } from '../support/services/wait-until';

const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n';
const accept = onRequest((socket) => socket.write(OK));
const publicOnly = createAddressRules({ allowCidrs: [] });
const ofReceiver = createCertificate({ dnsName: 'hook.example' });
const ofProxy = createCertificate({ dnsName: 'localhost' });

let dns: FakeDns;
const opened: { close(): unknown }[] = [];
beforeAll(async () => {
  dns = await startFakeDns();
});
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});
afterAll(() => dns.close());

function closing<T extends { close(): unknown }>(opening: T): T {
  opened.unshift(opening);
  return opening;
}

const aReceiver = async (behave: Behaviour = accept, scheme = 'http') =>
  closing(await startRawReceiver(behave, scheme === 'https' ? { certificate: ofReceiver } : {}));

const aProxy = async (answer?: () => ProxyAnswer, options?: Parameters<typeof startConnectProxy>[1]) =>
  closing(await startConnectProxy(answer, options));

function senderThrough(proxyUrl: string, rules = publicOnly): HttpSender {
  const ca = [ofReceiver.cert, ofProxy.cert];
  const resolver = createNameResolver(dns);
  return closing(createSender({ rules, resolver, ca, proxy: parseEgressProxy(proxyUrl) }));
}

const postTo = (sender: HttpSender, url: string, { timeoutMs = 5_000 } = {}) =>
  sender.post({ url, body: '{}', headers: { 'x-a': '1' }, timeoutMs });

const DELIVERED = expect.objectContaining({ kind: 'delivered' });

describe.each(['http', 'https'])('through a proxy, over %s', (scheme) => {
  const hook = ({ port }: RawReceiver, path = '/hook') => `${scheme}://hook.example:${port}${path}`;

  it('delivers by a tunnel to the name, which the proxy looks up', async () => {
    const [receiver, proxy] = [await aReceiver(accept, scheme), await aProxy()];
    expect(await postTo(senderThrough(proxy.url), hook(receiver))).toEqual(DELIVERED);
    expect(proxy.connects).toEqual([
      {
        authority: `hook.example:${receiver.port}`,
        headers: { host: `hook.example:${receiver.port}`, connection: 'keep-alive' },
      },
    ]);
    expect(dns.queries).toEqual([]);
  });

  it('leaves no tunnel when the sender is closed', async () => {
    const [receiver, proxy] = [await aReceiver(accept, scheme), await aProxy()];
    const sender = senderThrough(proxy.url);
    await postTo(sender, hook(receiver));
    expect(proxy.openCount).toBe(1);
    sender.close();
    await waitUntil('the tunnel is closed', () => proxy.openCount === 0 && receiver.openCount === 0);
  });

  it('uses a tunnel for more than one request', async () => {
    const [receiver, proxy] = [await aReceiver(accept, scheme), await aProxy()];
    const sender = senderThrough(proxy.url);
    for (let count = 0; count < 3; count++) expect(await postTo(sender, hook(receiver))).toEqual(DELIVERED);
    expect(proxy.connects).toHaveLength(1);
  });

  it.each<[string, Behaviour]>([
    ['closed', onRequest((socket, index) => (index === 0 ? socket.write(OK) : socket.end()))],
    ['reset', onRequest((socket, index) => (index === 0 ? socket.write(OK) : socket.destroy()))],
  ])('makes a new tunnel at once when the receiver %s one that is used again', async (_what, behave) => {
    const [receiver, proxy] = [await aReceiver(behave, scheme), await aProxy()];
    const sender = senderThrough(proxy.url);
    expect(await postTo(sender, hook(receiver))).toEqual(DELIVERED);
    expect(await postTo(sender, hook(receiver))).toEqual(DELIVERED);
    expect(proxy.connects).toHaveLength(2);
  });

  it('makes a new tunnel when the proxy was started again', async () => {
    const [receiver, proxy] = [await aReceiver(accept, scheme), await aProxy()];
    const sender = senderThrough(proxy.url);
    await postTo(sender, hook(receiver));
    proxy.cutTunnels();
    expect(await postTo(sender, hook(receiver))).toEqual(DELIVERED);
  });

  it.each([301, 302, 303, 307, 308])('does not go where a %i points', async (status) => {
    const elsewhere = closing(await startReceiver());
    const redirect = `HTTP/1.1 ${status} Moved\r\nlocation: ${elsewhere.url}\r\ncontent-length: 0\r\n\r\n`;
    const receiver = await aReceiver(
      onRequest((socket) => socket.write(redirect)),
      scheme,
    );
    const proxy = await aProxy();
    const sender = senderThrough(proxy.url);
    for (let count = 0; count < 2; count++) {
      expect(await postTo(sender, hook(receiver))).toMatchObject({ kind: 'rejected', httpStatus: status });
    }
    expect(proxy.connects.map(({ authority }) => authority)).toEqual([`hook.example:${receiver.port}`]);
    expect(elsewhere.requests).toHaveLength(0);
  });

  it.each(['', '/%2e%2e/', '/?next=http://127.0.0.1/'])(
    'literal addresses stay forbidden: %s',
    async (path) => {
      const [receiver, proxy] = [await aReceiver(accept, scheme), await aProxy()];
      const sender = senderThrough(proxy.url);
      const hosts = [
        '127.0.0.1',
        '127.1',
        '2130706433',
        '0x7f000001',
        '0x7f.1',
        '017700000001',
        '0177.0.0.01',
        '127.0.0.1.',
        '%31%32%37.0.0.1',
        '①②⑦.⓪.⓪.①',
        '0.0.0.0',
        '0',
        '10.0.0.1',
        '169.254.169.254',
        '[::1]',
        '[::]',
        '[::ffff:127.0.0.1]',
        '[::ffff:7f00:1]',
        '[::127.0.0.1]',
        '[64:ff9b::127.0.0.1]',
        '[fe80::1]',
        '[fd00:ec2::254]',
        'localhost',
        'hook.localhost',
        'hook.internal',
        'hook.local',
      ];
      for (const host of hosts) {
        expect(await postTo(sender, `${scheme}://${host}:${receiver.port}${path}`)).toMatchObject({
          kind: 'unreachable',
          errorCode: 'destination_not_allowed',
        });
      }
      expect(proxy.connects).toEqual([]);
      expect(receiver.connectionCount).toBe(0);
    },
  );

  it('a literal address that is allowed is named as an authority names it', async () => {
    const [receiver, proxy] = [await aReceiver(accept, scheme), await aProxy()];
    const rules = createAddressRules({ allowCidrs: ['::1/128'] });
    await postTo(senderThrough(proxy.url, rules), `${scheme}://[::1]:${receiver.port}/`);
    expect(proxy.connects[0]?.authority).toBe(`[::1]:${receiver.port}`);
  });

  it('a name that the proxy first lets through and then refuses is not reached by a new tunnel', async () => {
    let isMoved = false;
    const receiver = await aReceiver(accept, scheme);
    const proxy = await aProxy(() => (isMoved ? 403 : 'tunnel'));
    const sender = senderThrough(proxy.url);
    expect(await postTo(sender, hook(receiver))).toEqual(DELIVERED);
    isMoved = true;
    proxy.cutTunnels();
    expect(await postTo(sender, hook(receiver))).toMatchObject({ errorCode: 'destination_not_allowed' });
    expect(receiver.connectionCount).toBe(1);
  });

  it('the deadline counts the time for the tunnel', async () => {
    const receiver = await aReceiver(accept, scheme);
    const proxy = await aProxy(() => () => undefined);
    const outcome = await postTo(senderThrough(proxy.url), hook(receiver), { timeoutMs: 300 });
    expect(outcome).toMatchObject({ kind: 'unreachable', errorCode: 'timeout' });
    expect(outcome.durationMs).toBeGreaterThanOrEqual(295);
    expect(outcome.durationMs).toBeLessThan(2_000);
    await waitUntil('the connection to the proxy is closed', () => proxy.openCount === 0);
  });
});

describe('the proxy', () => {
  it('is spoken to over TLS when its URL says so', async () => {
    const [receiver, proxy] = [await aReceiver(), await aProxy(undefined, { certificate: ofProxy })];
    const url = `http://hook.example:${receiver.port}/`;
    expect(await postTo(senderThrough(proxy.url), url)).toEqual(DELIVERED);
  });

  it('is spoken to over TLS, and the receiver over TLS within', async () => {
    const receiver = await aReceiver(accept, 'https');
    const proxy = await aProxy(undefined, { certificate: ofProxy });
    const url = `https://hook.example:${receiver.port}/`;
    expect(await postTo(senderThrough(proxy.url), url)).toEqual(DELIVERED);
  });

  it('gets the user and password of its URL, and the receiver does not', async () => {
    let received = '';
    const receiver = await aReceiver((socket) =>
      socket.on('data', (chunk) => ((received += chunk.toString()), socket.write(OK))),
    );
    const proxy = await aProxy();
    const url = proxy.url.replace('//', '//worker%40eu:p%3A%2Fss@');
    await postTo(senderThrough(url), `http://hook.example:${receiver.port}/`);
    const credentials = Buffer.from('worker@eu:p:/ss').toString('base64');
    expect(proxy.connects[0]?.headers['proxy-authorization']).toBe(`Basic ${credentials}`);
    expect(received).toMatch(/^POST \/ HTTP\/1\.1\r\n/);
    expect(received.toLowerCase()).not.toContain('proxy');
  });

  it('never is what HTTP_PROXY and its like say', async () => {
    const [receiver, proxy] = [await aReceiver(), await aProxy()];
    const names = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'ALL_PROXY'];
    for (const name of names) process.env[name] = proxy.url;
    const rules = createAddressRules({ allowCidrs: ['127.0.0.0/8'] });
    const sender = closing(createSender({ rules, resolver: createNameResolver(dns) }));
    expect(await postTo(sender, `http://127.0.0.1:${receiver.port}/`)).toEqual(DELIVERED);
    for (const name of names) delete process.env[name];
    expect(proxy.connects).toEqual([]);
  });

  it('does not make a wrong certificate of the receiver right', async () => {
    const [receiver, proxy] = [await aReceiver(accept, 'https'), await aProxy()];
    const url = `https://other.example:${receiver.port}/`;
    expect(await postTo(senderThrough(proxy.url), url)).toMatchObject({
      errorCode: 'tls_error',
      errorMessage: 'no secure connection: its certificate is for another name',
    });
  });
});

describe('an answer to CONNECT', () => {
  it.each<[string, ProxyAnswer, string]>([
    ['403', 403, 'destination_not_allowed'],
    ['407 without a challenge', 407, 'destination_not_allowed'],
    ['502', 502, 'connection_failed'],
    ['504', 504, 'connection_failed'],
  ])('%s is about the receiver', async (_what, answer, errorCode) => {
    const proxy = await aProxy(() => answer);
    expect(await postTo(senderThrough(proxy.url), 'https://hook.example/')).toMatchObject({
      kind: 'unreachable',
      errorCode,
    });
  });

  const challenge = 'HTTP/1.1 407 Word\r\nproxy-authenticate: Basic realm="x"\r\ncontent-length: 0\r\n\r\n';
  it.each<[string, ProxyAnswer, string]>([
    ['407 with a challenge', (socket) => socket.end(challenge), 'the egress proxy answered 407 to CONNECT'],
    ['400', 400, 'the egress proxy answered 400 to CONNECT'],
    ['500', 500, 'the egress proxy answered 500 to CONNECT'],
    ['503', 503, 'the egress proxy answered 503 to CONNECT'],
    ['302', 302, 'the egress proxy answered 302 to CONNECT'],
    [
      'the end of the connection',
      (socket) => socket.end(),
      'the egress proxy could not be spoken to (ECONNRESET)',
    ],
    ['a reset', (socket) => socket.resetAndDestroy(), 'the egress proxy could not be spoken to (ECONNRESET)'],
    [
      'no HTTP',
      (socket) => socket.end('SSH-2.0-x\r\n\r\n'),
      'the egress proxy could not be spoken to (HPE_INVALID_CONSTANT)',
    ],
  ])('%s is a failure of the proxy: no attempt is used up', async (_what, answer, message) => {
    const proxy = await aProxy(() => answer);
    const sending = postTo(senderThrough(proxy.url.replace('//', '//me:s3cret@')), 'https://hook.example/');
    await expect(sending).rejects.toThrow(message);
    await expect(sending).rejects.not.toThrow('s3cret');
  });
});

describe('a proxy that cannot be spoken to is a failure of the proxy', () => {
  const failure = (url: string, timeoutMs?: number) =>
    postTo(senderThrough(url), 'https://hook.example/', timeoutMs === undefined ? {} : { timeoutMs });

  it('when nobody listens', async () => {
    const { url, close } = await startConnectProxy();
    await close();
    await expect(failure(url)).rejects.toThrow('the egress proxy could not be spoken to (ECONNREFUSED)');
  });

  it('when its certificate is not trusted', async () => {
    const certificate = createCertificate({ dnsName: 'localhost' });
    const proxy = await aProxy(undefined, { certificate });
    await expect(failure(proxy.url)).rejects.toThrow('(DEPTH_ZERO_SELF_SIGNED_CERT)');
    expect(proxy.connects).toEqual([]);
  });

  it('when its certificate is for another name', async () => {
    const certificate = ofReceiver;
    const proxy = await aProxy(undefined, { certificate });
    await expect(failure(proxy.url)).rejects.toThrow('(ERR_TLS_CERT_ALTNAME_INVALID)');
  });

  it('when it takes half of the attempt’s deadline, or 5 s, to shake hands', async () => {
    const silent = await aReceiver(() => undefined);
    await expect(failure(`https://127.0.0.1:${silent.port}`, 400)).rejects.toThrow(
      'the egress proxy could not be connected to within 0.2 s',
    );
  });

  it('when it says nothing for 15 s, in an attempt that has more time than that', async () => {
    let heard: () => void = () => undefined;
    const hasHeard = new Promise<void>((resolve) => (heard = resolve));
    const proxy = await aProxy(() => () => heard());
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'] });
    try {
      const sending = failure(proxy.url, 60_000).catch((error: Error) => error.message);
      await hasHeard;
      jest.advanceTimersByTime(15_000);
      expect(await sending).toBe('the egress proxy did not answer CONNECT within 15 s');
    } finally {
      jest.useRealTimers();
    }
  });
});
