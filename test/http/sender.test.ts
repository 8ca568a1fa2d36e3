import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { createAddressRules } from '../../src/domain/address-rules';
import { createNameResolver } from '../../src/http/name-resolver';
import { createSender, type HttpSender } from '../../src/http/sender';
import { fuzzSettings } from '../support/fuzz-runs';
import {
  type Behaviour,
  drip,
  flood,
  onRequest,
  type RawReceiver,
  startRawReceiver,
} from '../support/raw-receiver';
import { startReceiver } from '../support/receiver';
import { waitUntil } from '../support/wait-until';

/** Short, so that the tests are; the upper bound is generous, since the machine may be busy. */
const TIMEOUT_MS = 300;
const LATE_MS = 2_000;

const rules = createAddressRules({ allowCidrs: ['127.0.0.0/8', '::1/128'] });
let sender: HttpSender;
const receivers: RawReceiver[] = [];

beforeAll(() => {
  sender = createSender({ rules, resolver: createNameResolver() });
});
afterEach(async () => {
  await Promise.all(receivers.splice(0).map((receiver) => receiver.close()));
});
afterAll(() => sender.close());

/** What becomes of a POST to a receiver that behaves so. */
async function outcomeAt(behave: Behaviour, { timeoutMs = 10_000 } = {}) {
  const receiver = await startRawReceiver(behave);
  receivers.push(receiver);
  const url = `http://127.0.0.1:${receiver.port}/hook`;
  return sender.post({ url, body: '{}', headers: {}, timeoutMs });
}

const answer = (bytes: string | Buffer) => onRequest((socket) => socket.write(bytes));
const head = (status: string, ...headers: string[]) =>
  [`HTTP/1.1 ${status}`, ...headers, '', ''].join('\r\n');
const CHUNKED_200 = head('200 OK', 'transfer-encoding: chunked');

describe('what is sent', () => {
  it('posts the body and the headers as they are, and adds what HTTP needs', async () => {
    const receiver = await startReceiver();
    const body = '{"public_id":"猫","n":1.0}';
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'webhooks/1',
      'x-cld-timestamp': '17',
    };
    await sender.post({ url: `${receiver.url}?a=1&b=%20`, body, headers, timeoutMs: 5_000 });

    const [request] = receiver.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/hook?a=1&b=%20', body });
    expect(request?.headers).toEqual({
      ...headers,
      host: new URL(receiver.url).host,
      'content-length': String(Buffer.byteLength(body)),
      connection: 'keep-alive',
    });
    await receiver.close();
  });

  it('rejects for a header that cannot be sent, since no receiver is to blame', async () => {
    const post = { url: 'http://127.0.0.1:9999/', body: '', headers: { 'x-a': 'a\r\nb' }, timeoutMs: 1_000 };
    await expect(sender.post(post)).rejects.toThrow('Invalid character in header content');
  });
});

describe('the status decides', () => {
  it('delivers with 200, keeping the answer and the time that it took', async () => {
    const outcome = await outcomeAt(answer(head('200 OK', 'content-length: 5') + 'merci'));
    expect(outcome).toEqual({
      kind: 'delivered',
      httpStatus: 200,
      responseExcerpt: 'merci',
      durationMs: expect.any(Number),
    });
  });

  it.each([201, 202, 203, 204, 205, 206, 299, 304, 400, 401, 404, 410, 429, 500, 503, 599, 999])(
    'rejects with %i',
    async (status) => {
      const outcome = await outcomeAt(answer(head(`${status} Word`, 'content-length: 0')));
      expect(outcome).toEqual({
        kind: 'rejected',
        httpStatus: status,
        errorCode: 'http_status',
        errorMessage: expect.stringContaining(`the receiver answered ${status}, expected 200`),
        responseExcerpt: '',
        durationMs: expect.any(Number),
      });
    },
  );

  it.each([301, 302, 303, 307, 308])('rejects with %i and does not go where it points', async (status) => {
    const elsewhere = await startReceiver();
    const outcome = await outcomeAt(
      answer(head(`${status} Moved`, `location: ${elsewhere.url}`, 'content-length: 0')),
    );
    expect(outcome).toMatchObject({ kind: 'rejected', httpStatus: status });
    expect(outcome).toMatchObject({ errorMessage: expect.stringContaining('redirects are not followed') });
    expect(elsewhere.requests).toHaveLength(0);
    await elsewhere.close();
  });

  it.each<[string, Behaviour]>([
    [
      'drips a body without end',
      onRequest((socket) => (socket.write(CHUNKED_200), drip(socket, '1\r\nx\r\n', 20))),
    ],
    [
      'floods a body without end',
      onRequest((socket) => (socket.write(CHUNKED_200), flood(socket, '1\r\nx\r\n'))),
    ],
    ['promises a body and never sends it', answer(head('200 OK', 'content-length: 100'))],
    ['promises a body and closes', onRequest((socket) => socket.end(head('200 OK', 'content-length: 100')))],
    [
      'resets after the head',
      onRequest((socket) => socket.write(CHUNKED_200, () => socket.resetAndDestroy())),
    ],
    ['sends a malformed body', answer(`${CHUNKED_200}no chunk`)],
    [
      'sends informational answers first',
      answer(head('100 Continue') + head('103 Early Hints') + head('200 OK', 'content-length: 0')),
    ],
    ['answers before it has read', (socket) => socket.end(head('200 OK', 'content-length: 0'))],
    ['speaks HTTP/1.0', onRequest((socket) => socket.end('HTTP/1.0 200 OK\r\n\r\nbye'))],
  ])('delivers with a 200 that %s', async (_what, behave) => {
    const outcome = await outcomeAt(behave, { timeoutMs: 1_000 });
    expect(outcome).toMatchObject({ kind: 'delivered', httpStatus: 200 });
  });

  it('waits for the rest of a body 2 seconds, not longer', async () => {
    const startedAt = performance.now();
    const outcome = await outcomeAt(answer(`${CHUNKED_200}5\r\nhello\r\n`));
    expect(outcome).toMatchObject({ kind: 'delivered', responseExcerpt: 'hello' });
    expect(performance.now() - startedAt).toBeLessThan(4_000);
  });
});

describe('the excerpt of the answer', () => {
  const bodyOf = async (body: string | Buffer) => {
    const bytes = Buffer.concat([
      Buffer.from(head('500 Oops', `content-length: ${Buffer.byteLength(body)}`)),
      Buffer.from(body),
    ]);
    const outcome = await outcomeAt(answer(bytes));
    return outcome.kind === 'rejected' ? outcome.responseExcerpt : undefined;
  };

  it('is cut at 8 KiB', async () => {
    expect(await bodyOf('x'.repeat(10_000))).toBe('x'.repeat(8_192));
  });

  it('does not cut a character in two', async () => {
    expect(await bodyOf('猫'.repeat(5_000))).toBe('猫'.repeat(2_730));
  });

  it('replaces what is not UTF-8, and stays within 8 KiB', async () => {
    expect(await bodyOf(Buffer.from([0x61, 0xff, 0x62]))).toBe('a\ufffdb');
    expect(await bodyOf(Buffer.alloc(10_000, 0xff))).toBe('\ufffd'.repeat(2_730));
  });

  it('leaves out NUL characters', async () => {
    expect(await bodyOf('a\0b')).toBe('ab');
  });

  it('is not decompressed', async () => {
    const bomb = gzipSync(Buffer.alloc(1_000_000));
    const bytes = Buffer.concat([
      Buffer.from(head('500 Oops', 'content-encoding: gzip', `content-length: ${bomb.length}`)),
      bomb,
    ]);
    const outcome = await outcomeAt(answer(bytes));
    expect(outcome).toMatchObject({ responseExcerpt: expect.stringContaining('\u001f\ufffd') });
  });

  it('is all that is waited for once 64 KiB have come: the connection is cut', async () => {
    const startedAt = performance.now();
    const outcome = await outcomeAt(answer(head('200 OK', 'content-length: 1000000') + 'x'.repeat(66_000)));
    expect(outcome).toMatchObject({ kind: 'delivered', responseExcerpt: 'x'.repeat(8_192) });
    // Without that limit, the 2 seconds for reading would pass.
    expect(performance.now() - startedAt).toBeLessThan(1_900);
    await waitUntil('the connection is closed', () => receivers[0]?.openCount === 0);
  });
});

describe('an answer that is none', () => {
  const flooded = `HTTP/1.1 200 OK\r\n${'x-filler: 12345678901234567890\r\n'.repeat(1_000)}\r\n`;

  it.each<[string, string, string, Behaviour]>([
    [
      'a status line that is none',
      'invalid_response',
      'did not speak HTTP',
      answer('SSH-2.0-OpenSSH_9.6\r\n\r\n'),
    ],
    [
      'a header that is none',
      'invalid_response',
      'did not speak HTTP',
      answer('HTTP/1.1 200 OK\r\nno colon\r\n\r\n'),
    ],
    [
      'contradicting lengths',
      'invalid_response',
      'did not speak HTTP',
      answer(head('200 OK', 'content-length: 1', 'content-length: 2')),
    ],
    ['headers of more than 16 KiB', 'invalid_response', 'more than 16 KiB', answer(flooded)],
    [
      'headers without end',
      'invalid_response',
      'more than 16 KiB',
      onRequest((socket) => (socket.write('HTTP/1.1 200 OK\r\n'), flood(socket, 'x-filler: 1\r\n'))),
    ],
    [
      'a switch of protocols',
      'invalid_response',
      '101',
      answer(head('101 Switching Protocols', 'upgrade: websocket', 'connection: upgrade')),
    ],
    [
      'a switch of protocols without its headers',
      'invalid_response',
      '101',
      answer(head('101 Switching Protocols')),
    ],
    [
      'informational answers without end',
      'invalid_response',
      'informational',
      onRequest((socket) => flood(socket, head('102 Processing'))),
    ],
    [
      'nothing, closing before it has read',
      'connection_reset',
      'closed before the answer',
      (socket) => socket.end(),
    ],
    [
      'nothing, closing after it has read',
      'connection_reset',
      'closed before the answer',
      onRequest((socket) => socket.end()),
    ],
    [
      'nothing, resetting at once',
      'connection_reset',
      'closed before the answer',
      (socket) => socket.resetAndDestroy(),
    ],
    [
      'nothing, resetting after it has read',
      'connection_reset',
      'closed before the answer',
      onRequest((socket) => socket.resetAndDestroy()),
    ],
    [
      'half a head, resetting',
      'connection_reset',
      'closed before the answer',
      onRequest((socket) => socket.write('HTTP/1.1 200 OK\r\nx-a', () => socket.resetAndDestroy())),
    ],
    [
      'half a head, closing',
      'connection_reset',
      'closed before the answer',
      onRequest((socket) => socket.end('HTTP/1.1 200 OK\r\nx-a')),
    ],
  ])('fails the attempt: %s', async (_what, errorCode, message, behave) => {
    expect(await outcomeAt(behave)).toEqual({
      kind: 'unreachable',
      errorCode,
      errorMessage: expect.stringContaining(message),
      durationMs: expect.any(Number),
    });
  });

  it('fails the attempt when nobody listens, without naming the address', async () => {
    const gone = await startRawReceiver(() => {});
    await gone.close();
    const outcome = await sender.post({
      url: `http://localhost:${gone.port}/`,
      body: '',
      headers: {},
      timeoutMs: 5_000,
    });
    expect(outcome).toMatchObject({
      errorCode: 'connection_refused',
      errorMessage: 'the connection was refused',
    });
  });

  it('never rejects and never takes long, whatever bytes come', async () => {
    const beginnings = fc.constantFrom(
      '',
      'HTTP/1.1 ',
      'HTTP/1.1 200 OK\r\n',
      CHUNKED_200,
      head('100 Continue'),
    );
    const bytes = fc
      .tuple(beginnings, fc.uint8Array({ maxLength: 60 }))
      .map(([start, rest]) => Buffer.concat([Buffer.from(start), rest]));
    let current = Buffer.alloc(0);
    const receiver = await startRawReceiver(onRequest((socket) => socket.end(current)));
    receivers.push(receiver);
    const post = { url: `http://127.0.0.1:${receiver.port}/`, body: '{}', headers: {}, timeoutMs: 5_000 };

    await fc.assert(
      fc.asyncProperty(bytes, async (next) => {
        current = next;
        const outcome = await sender.post(post);
        expect(outcome.durationMs).toBeLessThan(LATE_MS);
        expect(outcome).not.toMatchObject({ errorCode: 'timeout' });
      }),
      fuzzSettings(300),
    );
  });
});

describe('the deadline', () => {
  it.each<[string, Behaviour]>([
    ['does nothing after it has accepted the connection', () => {}],
    ['does not read', (socket) => socket.pause()],
    ['does not answer', onRequest(() => {})],
    ['drips a head', onRequest((socket) => (socket.write('HTTP/1.1 200 OK\r\nx: '), drip(socket, 'a', 10)))],
    ['drips informational answers', onRequest((socket) => drip(socket, head('102 Processing'), 20))],
    ['begins a head and stops', answer('HTTP/1.1 200 OK\r\n')],
  ])('ends an attempt at a receiver that %s', async (_what, behave) => {
    const outcome = await outcomeAt(behave, { timeoutMs: TIMEOUT_MS });
    expect(outcome).toMatchObject({
      kind: 'unreachable',
      errorCode: 'timeout',
      errorMessage: 'no answer within 0.3 s',
    });
    expect(outcome.durationMs).toBeGreaterThanOrEqual(TIMEOUT_MS - 5);
    expect(outcome.durationMs).toBeLessThan(LATE_MS);
  });

  it('closes the connection', async () => {
    await outcomeAt(
      onRequest(() => {}),
      { timeoutMs: TIMEOUT_MS },
    );
    await waitUntil('the connection is closed', () => receivers[0]?.openCount === 0);
  });

  it('ends the reading of a body too, after the status has decided', async () => {
    const startedAt = performance.now();
    const outcome = await outcomeAt(answer(head('200 OK', 'content-length: 9')), { timeoutMs: TIMEOUT_MS });
    expect(outcome).toMatchObject({ kind: 'delivered' });
    expect(performance.now() - startedAt).toBeLessThan(1_500);
  });
});
