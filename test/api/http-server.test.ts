import { connect } from 'node:net';
import Koa from 'koa';
import { createHttpServer } from '../../src/api/http-server';
import { waitUntil } from '../support/wait-until';
import { basic, TestApi } from './support/api';
import { API_KEY, API_SECRET } from './support/fakes';

const api = new TestApi();
beforeEach(() => api.start());
afterEach(() => api.stop());

describe('the HTTP server', () => {
  it('gives a client 10 s for the headers and 15 s for the whole request', () => {
    const server = createHttpServer(new Koa());
    expect([server.headersTimeout, server.requestTimeout]).toEqual([10_000, 15_000]);
  });

  it('refuses more than 16 KiB of headers', async () => {
    const response = await fetch(`${api.url}/healthz`, { headers: { 'X-Long': 'x'.repeat(17 * 1024) } });
    expect(response.status).toBe(431);
  });
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
      api.world.logged.some(({ message }) => /answered/.test(message)),
    );
    expect(api.world.logged.map(({ level }) => level)).not.toContain('error');
    expect(JSON.stringify(api.world.logged)).not.toContain(credentials.slice('Basic '.length));
    expect(api.world.triggers).toEqual([]);
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
    expect(api.world.logged).toEqual([
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
    expect(api.world.logged.map(({ level }) => level)).toEqual(['debug']);
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
    const errors = api.world.logged.filter(({ level }) => level === 'error');
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
