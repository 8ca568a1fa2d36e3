import { createAddressRules } from '../../src/domain/destinations/address-rules';
import { createNameResolver } from '../../src/outbound/network/allowed-addresses';
import { createSender } from '../../src/outbound/sender';
import {
  type Behaviour,
  onRequest,
  type RawReceiver,
  startRawReceiver,
} from '../support/receivers/raw-receiver';
import { createCertificate } from '../support/receivers/tls-certificate';
import { waitUntil } from '../support/services/wait-until';

const rules = createAddressRules({ allowCidrs: ['127.0.0.0/8'] });
const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n';
const certificate = createCertificate({ dnsName: 'hook.localhost' });

/** Answers the first `count` requests on every connection, and then does something else. */
const acceptThen = (count: number, act: Parameters<typeof onRequest>[0]): Behaviour =>
  onRequest((socket, index) => (index < count ? socket.write(OK) : act(socket, index)));

async function postTwice(receiver: RawReceiver, { scheme = 'http', timeoutMs = 5_000 } = {}) {
  const sender = createSender({ rules, resolver: createNameResolver(), ca: [certificate.cert] });
  const post = { url: `${scheme}://hook.localhost:${receiver.port}/`, body: '{}', headers: {}, timeoutMs };
  const outcomes = [await sender.post(post), await sender.post(post)];
  sender.close();
  return outcomes;
}

const DELIVERED = expect.objectContaining({ kind: 'delivered' });
const SENT_ONCE = expect.not.objectContaining({ resent: expect.anything() });
const SENT_TWICE = expect.objectContaining({ resent: true });

describe.each(['http', 'https'])('connections over %s', (scheme) => {
  const start = (behave: Behaviour) => startRawReceiver(behave, scheme === 'https' ? { certificate } : {});

  it('serve more than one request', async () => {
    const receiver = await start(onRequest((socket) => socket.write(OK)));
    expect(await postTwice(receiver, { scheme })).toEqual([DELIVERED, DELIVERED]);
    expect(receiver.connectionCount).toBe(1);
    await receiver.close();
  });

  it.each<[string, Behaviour]>([
    ['closed', acceptThen(1, (socket) => socket.end())],
    ['reset', acceptThen(1, (socket) => socket.destroy())],
  ])(
    'that the receiver %s when they were used again cost one instant retry, not the attempt',
    async (_what, behave) => {
      const receiver = await start(behave);
      const outcomes = await postTwice(receiver, { scheme });
      expect(outcomes).toEqual([DELIVERED, DELIVERED]);
      expect(outcomes).toEqual([SENT_ONCE, SENT_TWICE]);
      expect(receiver.connectionCount).toBe(2);
      await receiver.close();
    },
  );
});

describe('the instant retry', () => {
  it('is made once: a receiver that closes a new connection too fails the attempt', async () => {
    let requests = 0;
    const receiver = await startRawReceiver(
      onRequest((socket) => (++requests === 1 ? socket.write(OK) : socket.resetAndDestroy())),
    );
    const [, second] = await postTwice(receiver);
    expect(second).toMatchObject({ kind: 'unreachable', errorCode: 'connection_reset', resent: true });
    expect(requests).toBe(3);
    await receiver.close();
  });

  it('is not made on a new connection', async () => {
    const receiver = await startRawReceiver(onRequest((socket) => socket.resetAndDestroy()));
    expect(await postTwice(receiver)).toEqual([SENT_ONCE, SENT_ONCE]);
    expect(receiver.connectionCount).toBe(2);
    await receiver.close();
  });

  it('is not made when an answer had begun', async () => {
    const receiver = await startRawReceiver(acceptThen(1, (socket) => socket.end('HTTP/1.1 2')));
    const [, second] = await postTwice(receiver);
    expect(second).toMatchObject({
      kind: 'unreachable',
      errorCode: expect.stringMatching(/invalid_response|connection_reset/),
    });
    expect(receiver.connectionCount).toBe(1);
    await receiver.close();
  });

  it('is not made to a receiver that answers with "Connection: close", as docs/receivers.md says', async () => {
    const closing = OK.replace('\r\n', '\r\nconnection: close\r\n');
    let requests = 0;
    const receiver = await startRawReceiver(
      onRequest((socket) => (++requests === 1 ? socket.end(closing) : socket.destroy())),
    );
    const [, second] = await postTwice(receiver);
    expect(second).toMatchObject({ errorCode: 'connection_reset' });
    expect(requests).toBe(2);
    await receiver.close();
  });

  it('is not made after the deadline', async () => {
    const receiver = await startRawReceiver(acceptThen(1, () => undefined));
    const [, second] = await postTwice(receiver, { timeoutMs: 300 });
    expect(second).toMatchObject({ errorCode: 'timeout' });
    expect(receiver.connectionCount).toBe(1);
    await receiver.close();
  });
});

describe('a connection that waits', () => {
  it('is not used again when more has come than the answer: it would be taken for the next one', async () => {
    const more = OK.replace('200 OK', '500 Oops');
    const receiver = await startRawReceiver(
      onRequest((socket) => socket.write(receiver.connectionCount === 1 ? OK + more : OK)),
    );
    expect(await postTwice(receiver)).toEqual([DELIVERED, DELIVERED]);
    expect(receiver.connectionCount).toBe(2);
    await receiver.close();
  });

  it('is closed after at most 4 seconds', async () => {
    const receiver = await startRawReceiver(onRequest((socket) => socket.write(OK)));
    const sender = createSender({ rules, resolver: createNameResolver() });
    await sender.post({
      url: `http://127.0.0.1:${receiver.port}/`,
      body: '{}',
      headers: {},
      timeoutMs: 5_000,
    });
    expect(receiver.openCount).toBe(1);
    await waitUntil('the idle connection is closed', () => receiver.openCount === 0, 6_000);
    sender.close();
    await receiver.close();
  });
});
