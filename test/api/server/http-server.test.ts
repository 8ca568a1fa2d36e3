import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import Koa from 'koa';
import { createHttpServer } from '../../../src/api/server/http-server';
import { recordingLogger } from '../../support/builders/recording-logger';
import { waitUntil } from '../../support/services/wait-until';
import { basic } from '../../support/services/test-api';
import { API_KEY, API_SECRET } from '../../support/builders/an-access-key';
import { useStoredApi } from '../../support/services/stored-api';

const api = useStoredApi();

describe('the HTTP server', () => {
  it('gives a client 10 s for the headers and 15 s for the whole request', () => {
    const server = createHttpServer(new Koa(), { logger: recordingLogger(), newId: () => 'new' });
    expect([server.headersTimeout, server.requestTimeout]).toEqual([10_000, 15_000]);
  });

  it('answers 408, in the usual form, to a client that takes longer', async () => {
    const server = createHttpServer(new Koa(), { logger: recordingLogger(), newId: () => 'new' });
    server.headersTimeout = 1;
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const answer = await answersTo('GET / HTTP/1.1\r\nHost:', `http://127.0.0.1:${port}`);
    server.close();
    expect(answer).toMatch(/^HTTP\/1.1 408 Request Timeout/);
    expect(answer).toMatch(/"code":"request_timeout"/);
  });
});

/** What the server writes on a connection until it closes it, for these bytes. */
function answersTo(sent: string, url = api.url): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(Number(port), hostname, () => socket.write(sent));
    socket.setEncoding('utf8').on('data', (text: string) => (received += text));
    socket.on('error', reject).on('close', () => resolve(received));
  });
}

const KEYS = 'GET /v1_1/acme-media/webhook_keys HTTP/1.1\r\nHost: x\r\n';
const CHUNKED =
  'POST /v1_1/acme-media/triggers HTTP/1.1\r\nHost: x\r\n' +
  `Authorization: ${basic(API_KEY, API_SECRET)}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n`;

describe('what cannot be read as a request', () => {
  it.each([
    ['what is not HTTP', 'hello\r\n\r\n', 400, 'invalid_request'],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400, 'invalid_request'],
    ['no Host', 'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'invalid_request'],
    ['two lengths', `${CHUNKED}Content-Length: 3\r\n\r\n`, 400, 'invalid_request'],
    ['a chunk without a length', `${CHUNKED}\r\nzz\r\n`, 400, 'invalid_request'],
    ['chunk extensions of 20 kB', `${CHUNKED}\r\n1;${'a'.repeat(20_000)}\r\n`, 413, 'payload_too_large'],
    ['headers of 20 kB', `${KEYS}X-Long: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'headers_too_large'],
    ['headers of 400 kB', `${KEYS}X-Long: ${'x'.repeat(400_000)}\r\n\r\n`, 431, 'headers_too_large'],
  ])('is refused in the usual form, and the connection closed: %s', async (_, sent, status, code) => {
    const [head = '', body = ''] = (await answersTo(sent)).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toMatch(/^X-Request-Id: [0-9a-f]{32}$/m);
    expect(head).toMatch(/^Content-Type: application\/json; charset=utf-8$/m);
    expect(head).toMatch(/^Connection: close$/m);
    expect(JSON.parse(body)).toEqual({ error: { message: expect.any(String) as string, code } });
    expect(await api.triggers()).toEqual([]);
  });

  it('leaves one line in the log, without what was sent', async () => {
    const answer = await answersTo(`${KEYS}Authorization: very secret\r\nbro ken\r\n\r\n`);
    const [, id] = /^X-Request-Id: (\w+)/m.exec(answer) ?? [];
    expect(api.world.logger.lines).toEqual([
      {
        level: 'info',
        message: 'what could not be read as a request was answered 400',
        facts: { request_id: id, status: 400, code: 'HPE_INVALID_HEADER_TOKEN' },
      },
    ]);
  });

  it('is not answered in place of the request before it', async () => {
    const answers = await answersTo(`${KEYS}\r\nhello\r\n\r\n`);
    expect(answers.match(/^HTTP.*$/gm)).toEqual(['HTTP/1.1 200 OK']);
    expect(answers).toMatch(/^Connection: close$/m);
  });

  it('harms nobody when its sender has gone', async () => {
    const { hostname, port } = new URL(api.url);
    const socket = connect(Number(port), hostname, () => {
      socket.write('hello\r\n\r\n');
      socket.resetAndDestroy();
    });
    await once(socket, 'close');
    expect((await api.call('GET /triggers')).status).toBe(200);
    expect(api.world.logger.lines.map(({ level }) => level)).not.toContain('error');
  });
});

it('an expectation that the server does not know is no obstacle', async () => {
  const answers = await answersTo(`${KEYS}Expect: 200-ok\r\nConnection: close\r\n\r\n`);
  expect(answers).toMatch(/^HTTP\/1.1 200 OK/);
});

describe('a client that goes away in the middle of its request', () => {
  it('leaves no error in the log, and nothing of what it sent', async () => {
    const { hostname, port } = new URL(api.url);
    const credentials = basic(API_KEY, API_SECRET);
    const head = `POST /v1_1/acme-media/triggers HTTP/1.1\r\nHost: x\r\nAuthorization: ${credentials}\r\n`;
    const socket = connect(Number(port), hostname, () =>
      socket.end(`${head}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"uri`),
    );
    await waitUntil('the request has ended', () =>
      api.world.logger.lines.some(({ message }) => /answered/.test(message)),
    );
    expect(api.world.logger.lines.map(({ level }) => level)).not.toContain('error');
    expect(JSON.stringify(api.world.logger.lines)).not.toContain(credentials.slice('Basic '.length));
    expect(await api.triggers()).toEqual([]);
  });
});

describe('every answer', () => {
  it('names its request, in a new id of 32 hex digits', async () => {
    const answer = await api.call('GET /triggers');
    expect(answer.headers.get('X-Request-Id')).toMatch(/^[0-9a-f]{32}$/);
  });

  it('names its request as the caller did', async () => {
    const answer = await api.call('GET /triggers', { headers: { 'X-Request-Id': 'build-17' } });
    expect(answer.headers.get('X-Request-Id')).toBe('build-17');
  });

  it('has another name when the given one is not a plain word', async () => {
    const answer = await api.call('GET /triggers', { headers: { 'X-Request-Id': '{"a":1}' } });
    expect(answer.headers.get('X-Request-Id')).toMatch(/^[0-9a-f]{32}$/);
  });

  it('is JSON that a browser neither guesses at nor embeds', async () => {
    const { headers } = await api.call('GET /triggers');
    expect(headers.get('Content-Type')).toBe('application/json; charset=utf-8');
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('Content-Security-Policy')).toBe(
      "default-src 'none';form-action 'none';frame-ancestors 'none';base-uri 'none'",
    );
  });

  it('leaves one line in the log, without query and credentials', async () => {
    await api.call('GET /triggers?event_type=secret-query', { headers: { 'X-Request-Id': 'one' } });
    expect(api.world.logger.lines).toEqual([
      {
        level: 'info',
        message: 'GET /v1_1/acme-media/triggers answered 400',
        facts: {
          request_id: 'one',
          method: 'GET',
          path: '/v1_1/acme-media/triggers',
          status: 400,
          duration_ms: expect.any(Number) as number,
        },
      },
    ]);
  });

  it('to a health probe is logged at level debug only', async () => {
    await api.callAbsolute('GET /healthz');
    expect(api.world.logger.lines.map(({ level }) => level)).toEqual(['debug']);
  });
});

describe('a failure of our own', () => {
  it('answers 500 with nothing but the request id, and is logged once', async () => {
    api.world.databaseFault = new Error('connect ECONNREFUSED 10.0.0.5:5432');
    const answer = await api.call('GET /triggers/1', { headers: { 'X-Request-Id': 'two' } });
    expect(answer.status).toBe(500);
    expect(answer.json).toEqual({
      error: { message: 'internal error; the log has it under request two', code: 'internal_error' },
    });
    const errors = api.world.logger.lines.filter(({ level }) => level === 'error');
    expect(errors).toEqual([
      {
        level: 'error',
        message: 'request failed',
        facts: {
          request_id: 'two',
          method: 'GET',
          path: '/v1_1/acme-media/triggers/1',
          err: api.world.databaseFault,
        },
      },
    ]);
  });
});

describe('a request that no route takes', () => {
  it.each([
    'GET /',
    'GET /nothing',
    'GET /v1_1/acme-media',
    'GET /v1_1/acme-media/nothing',
    'GET /v1_1/acme-media/triggers/1/2/3',
  ])('answers 404 in the usual form to %s', async (line) => {
    const answer = await api.callAbsolute(line);
    expect([answer.status, answer.code]).toEqual([404, 'not_found']);
  });

  it.each([
    ['PATCH /v1_1/acme-media/triggers', 'GET, HEAD, POST'],
    ['POST /v1_1/acme-media/triggers/1', 'DELETE, GET, HEAD, PUT'],
    ['OPTIONS /v1_1/acme-media/events', 'GET, HEAD, POST'],
    ['DELETE /v1_1/acme-media/deliveries/1', 'GET, HEAD'],
    ['GET /v1_1/acme-media/deliveries/1/retry', 'POST'],
    ['POST /v1_1/acme-media/webhook_keys', 'GET, HEAD'],
    ['POST /healthz', 'GET, HEAD'],
  ])('answers 405 to %s and allows %s', async (line, allowed) => {
    const answer = await api.callAbsolute(line);
    expect([answer.status, answer.code]).toEqual([405, 'method_not_allowed']);
    expect(answer.headers.get('Allow')).toBe(allowed);
  });
});
