import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { createAddressRules } from '../../src/domain/destinations/address-rules';
import { createNameResolver } from '../../src/outbound/network/allowed-addresses';
import { createSender, type HttpSender } from '../../src/outbound/sender';
import { fuzzSettings } from '../support/builders/fuzz-runs';
import {
  type Behaviour,
  onRequest,
  type RawReceiver,
  startRawReceiver,
} from '../support/receivers/raw-receiver';
import { startReceiver } from '../support/receivers/receiver';
import { waitUntil } from '../support/services/wait-until';
import { answer, CHUNKED_200, head } from '../support/receivers/zoo/answer-bytes';

/* How each kind of receiver is met is in zoo.test.ts. */

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
      responseHeaders: { 'content-length': '5' },
      timingsMs: { connect: expect.any(Number), firstByte: expect.any(Number) },
      durationMs: expect.any(Number),
    });
  });

  it('rejects with any other, saying which one', async () => {
    const outcome = await outcomeAt(answer(head('410 Gone', 'content-length: 3') + 'bye'));
    expect(outcome).toEqual({
      kind: 'rejected',
      httpStatus: 410,
      errorCode: 'http_status',
      errorMessage: 'the receiver answered 410, expected 200',
      responseExcerpt: 'bye',
      responseHeaders: { 'content-length': '3' },
      timingsMs: { connect: expect.any(Number), firstByte: expect.any(Number) },
      durationMs: expect.any(Number),
    });
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

describe('no answer', () => {
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
  it('is named in the message, and counted from the beginning', async () => {
    const outcome = await outcomeAt(
      onRequest(() => {}),
      { timeoutMs: TIMEOUT_MS },
    );
    expect(outcome).toEqual({
      kind: 'unreachable',
      errorCode: 'timeout',
      errorMessage: 'no answer within 0.3 s',
      durationMs: expect.any(Number),
      timingsMs: { connect: expect.any(Number) },
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
