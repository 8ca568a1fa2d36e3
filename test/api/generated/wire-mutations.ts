import fc from 'fast-check';
import { basic } from '../../support/services/test-api';
import type { WireRequest } from './exchange';
import { mutation, type Mutation } from './mutation';
import { oddText } from './odd-json';

const CONTENT_TYPES = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json; charset=latin1',
  'application/json;charset="UTF-8"',
  'application/JSON',
  'application/vnd.api+json',
  '',
  ';',
];
const AUTHORIZATIONS = [
  '',
  'Basic',
  'Basic !!!',
  'Basic Og==',
  `Basic ${'A'.repeat(9_000)}`,
  'Bearer abc',
  basic('738291046655821', 'wrong'),
  basic('\u0000', 'é'),
];
const HEADERS: readonly (readonly [string, string])[] = [
  ['X-Request-Id', 'ok-1'],
  ['X-Request-Id', '{"a":1}\u00ff'],
  ['X-HTTP-Method-Override', 'DELETE'],
  ['Content-Encoding', 'gzip'],
  ['Content-Encoding', 'identity'],
  ['Origin', 'https://evil.example'],
  ['Origin', 'null'],
  ['Sec-Fetch-Site', 'cross-site'],
  ['Accept', 'text/html;q=0.1, */*;q=0'],
  ['Accept-Encoding', 'br;q=1.0, *;q=0'],
  ['If-None-Match', '*'],
  ['Range', 'bytes=0-1'],
  ['Cookie', 'a=b; __proto__=c'],
  ['X-Forwarded-Host', 'evil.example, b'],
  ['X-Long', 'x'.repeat(17_000)],
  ['Host', 'a b'],
  ['Host', ''],
  ['Expect', '100-continue'],
  ['Expect', 'something'],
  ['Content-Length', '-1'],
  ['Transfer-Encoding', 'gzip'],
  ['Upgrade', 'h2c'],
  ['bad name', 'x'],
  ['__proto__', 'x'],
];
const METHODS = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'get',
  'FOO',
];
const TAILS = ['/', '//', '/%', '/%00', '/..%2f..%2f', '/é', '/a b', '?', '?&%zz=%', '?a=b=c&&a'];
const TARGETS = [
  '*',
  'http://other.example/healthz',
  '',
  '/..',
  '/v1_1',
  '/v1_1//triggers',
  '/%2e%2e/healthz',
];

/** Spaces, which are no JSON: more than any body may have, and more than most. */
const LONG_BODIES = [70_000, 1_100_000];
const MAX_QUERY_LENGTH = 5_000;

/** Changes how a request is sent. */
export const wireMutations: fc.Arbitrary<Mutation<WireRequest>> = fc.oneof(
  mutation(3, fc.tuple(fc.nat({ max: 2_000 }), fc.nat({ max: 255 })), withByte),
  mutation(2, fc.nat({ max: 2_000 }), cutOff),
  mutation(2, fc.nat({ max: 100 }), withRepeatedKey),
  mutation(2, fc.uint8Array({ maxLength: 40 }), (request: WireRequest, bytes) => withBody(request, bytes)),
  mutation(1, fc.constantFrom(...LONG_BODIES), (request: WireRequest, size) =>
    withBody(request, Buffer.alloc(size, ' ')),
  ),
  mutation(1, fc.constant('\ufeff'), (request: WireRequest, mark) =>
    withBody(request, Buffer.concat([Buffer.from(mark), request.body ?? Buffer.alloc(0)])),
  ),
  mutation(2, fc.constantFrom(...CONTENT_TYPES), (request: WireRequest, type) =>
    withHeader(request, 'Content-Type', type),
  ),
  mutation(2, fc.constantFrom(...AUTHORIZATIONS), (request: WireRequest, value) =>
    withHeader(request, 'Authorization', value),
  ),
  mutation(1, fc.constantFrom('Authorization', 'Content-Type'), withoutHeader),
  mutation(4, fc.constantFrom(...HEADERS), (request: WireRequest, header) => ({
    ...request,
    headers: [...request.headers, header],
  })),
  mutation(3, fc.constantFrom(...METHODS), (request: WireRequest, method) => ({ ...request, method })),
  mutation(2, fc.constantFrom(...TAILS), (request: WireRequest, tail) =>
    withTarget(request, request.target + tail),
  ),
  mutation(1, fc.constantFrom(...TARGETS), withTarget),
  mutation(1, oddText, (request: WireRequest, text) =>
    withTarget(request, `${request.target}?${inQuery(text)}`),
  ),
  mutation(1, fc.constant(1), (request: WireRequest) => withTarget(request, request.target.toUpperCase())),
);

function withBody(request: WireRequest, body: Uint8Array): WireRequest {
  return { ...request, body: Buffer.from(body) };
}

function withByte(request: WireRequest, [at, byte]: readonly [number, number]): WireRequest {
  const body = Buffer.from(request.body ?? '{}');
  if (body.length > 0) body[at % body.length] = byte;
  return { ...request, body };
}

function cutOff(request: WireRequest, at: number): WireRequest {
  return request.body ? withBody(request, request.body.subarray(0, at % (request.body.length + 1))) : request;
}

/** JSON in which an object has the same key twice. */
function withRepeatedKey(request: WireRequest, at: number): WireRequest {
  const text = request.body?.toString('utf8') ?? '';
  const keys = [...text.matchAll(/"(\w+)":/g)];
  const key = keys[at % keys.length];
  if (!key) return request;
  return withBody(
    request,
    Buffer.from(`${text.slice(0, key.index)}"${key[1]}":[1],${text.slice(key.index)}`),
  );
}

function withoutHeader(request: WireRequest, name: string): WireRequest {
  return { ...request, headers: request.headers.filter(([other]) => other !== name) };
}

function withHeader(request: WireRequest, name: string, value: string): WireRequest {
  const { headers, ...rest } = withoutHeader(request, name);
  return { ...rest, headers: [...headers, [name, value]] };
}

function withTarget(request: WireRequest, target: string): WireRequest {
  return { ...request, target };
}

function inQuery(text: string): string {
  return encodeURIComponent(text.slice(0, MAX_QUERY_LENGTH).replace(/[\ud800-\udfff]/g, ''));
}
