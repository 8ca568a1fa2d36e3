import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { basic } from '../../support/services/test-api';
import { API_KEY, API_SECRET } from '../../support/builders/an-access-key';
import { useStoredApi } from '../../support/services/stored-api';

const api = useStoredApi();
afterEach(async () => {
  expect([await api.triggers(), await api.events()]).toEqual([[], []]);
});

describe('the media type of a request body', () => {
  it.each([
    ['a form', 'application/x-www-form-urlencoded'],
    ['text', 'text/plain;charset=UTF-8'],
    ['another kind of JSON', 'application/vnd.api+json'],
    ['another character set', 'application/json; charset=iso-8859-1'],
  ])('is refused with 415, by name, when it is %s', async (_case, contentType) => {
    const headers = { 'Content-Type': contentType };
    const answer = await api.call('POST /events', { body: '{}', headers });
    expect([answer.status, answer.code]).toEqual([415, 'unsupported_media_type']);
    expect(answer.message).toBe(`Content-Type: got "${contentType}", expected "application/json" in UTF-8`);
  });

  it('is refused with 415 when there is none', async () => {
    const response = await fetch(`${api.url}/v1_1/acme-media/events`, {
      method: 'POST',
      headers: { Authorization: basic(API_KEY, API_SECRET) },
      body: new TextEncoder().encode('{}'),
    });
    expect(response.status).toBe(415);
    expect(await response.json()).toEqual({
      error: {
        code: 'unsupported_media_type',
        message: 'Content-Type: got nothing, expected "application/json" in UTF-8',
      },
    });
  });

  it('is refused with 415 when the body is compressed', async () => {
    const headers = { 'Content-Encoding': 'gzip' };
    const answer = await api.call('POST /triggers', { body: gzipSync('{}'), headers });
    expect(answer.status).toBe(415);
    expect(answer.message).toBe('Content-Encoding: got "gzip", expected none');
  });

  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'])(
    'may be %s',
    async (contentType) => {
      const answer = await api.call('POST /triggers', {
        body: '{}',
        headers: { 'Content-Type': contentType },
      });
      expect(answer.message).toMatch(/^uri: got nothing/);
    },
  );
});

describe('the size of a request body', () => {
  const jsonOf = (bytes: number) => `{"a":"${'x'.repeat(bytes - 8)}"}`;

  it.each([
    ['/operations', 64 * 1024],
    ['/triggers', 256 * 1024],
    ['/events', 1024 * 1024],
  ])('at %s is at most %d bytes: beyond that 413', async (path, limit) => {
    const atLimit = await api.call(`POST ${path}`, { body: jsonOf(limit) });
    expect(atLimit.message).toMatch(/unknown field a/);
    const beyond = await api.call(`POST ${path}`, { body: jsonOf(limit + 1) });
    expect([beyond.status, beyond.code]).toEqual([413, 'payload_too_large']);
    expect(beyond.message).toBe(`request body: expected at most ${limit} bytes, got more`);
  });

  it('is counted when it was not declared', async () => {
    const answer = await rawPost(api.url, [
      'Transfer-Encoding: chunked',
      '',
      ...Array.from({ length: 9 }, () => `2000\r\n${'x'.repeat(0x2000)}`),
      '0',
      '',
      '',
    ]);
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
  });
});

/** Posts to `/operations` with headers and body as given, and returns the beginning of the answer. */
function rawPost(url: string, lines: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(url);
  const head = [
    'POST /v1_1/acme-media/operations HTTP/1.1',
    'Host: x',
    'Content-Type: application/json',
    `Authorization: ${basic(API_KEY, API_SECRET)}`,
  ];
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write([...head, ...lines].join('\r\n')));
    socket.once('data', (chunk) => {
      resolve(chunk.toString('latin1'));
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

describe('the text of a request body', () => {
  const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

  it.each([
    [
      'breaks off',
      '{"uri": "https://a.exa',
      'request body: malformed JSON at position 22 (line 1, column 23): got the end of the text, expected the rest of a string, its control characters escaped',
    ],
    [
      'has a comma too many',
      '{\n  "uri": "x",\n}',
      'request body: malformed JSON at position 16 (line 3, column 1): got "}", expected a property name',
    ],
    [
      'is no JSON at all',
      'uri=x',
      'request body: malformed JSON at position 0 (line 1, column 1): got "uri=x", expected a value',
    ],
    [
      'has the key __proto__',
      '{"filter":{"__proto__":{"a":1}}}',
      'filter: got the key "__proto__", expected no key of this name',
    ],
    [
      'has a number beyond doubles',
      '{"filter":[1e400]}',
      'filter.0: got a number beyond 9007199254740991, expected one that JSON keeps exactly, or its digits as text',
    ],
    [
      'has a whole number that a double would change',
      '{"filter":{"==":[{"var":"id"},-9007199254740993]}}',
      'filter.==.1: got a number beyond 9007199254740991, expected one that JSON keeps exactly, or its digits as text',
    ],
    ['is an array', '[1]', 'request body: got [1], expected a JSON object'],
    ['is null', 'null', 'request body: got null, expected a JSON object'],
  ])('is refused with 400 when it %s', async (_case, body, message) => {
    const answer = await api.call('POST /triggers', { body });
    expect([answer.status, answer.code]).toEqual([400, 'invalid_request']);
    expect(answer.message).toBe(message);
  });

  it('is refused with 400 when it is not UTF-8', async () => {
    const answer = await api.call('POST /triggers', { body: Buffer.from('{"uri":"\xe9"}', 'latin1') });
    expect([answer.status, answer.code]).toEqual([400, 'invalid_request']);
    expect(answer.message).toMatch(/^request body: got .*, expected valid UTF-8$/);
  });

  it('is refused with 400 when it is missing', async () => {
    const answer = await api.call('POST /triggers');
    expect([answer.status, answer.code]).toEqual([400, 'invalid_request']);
    expect(answer.message).toBe('request body: got nothing, expected a JSON object');
  });

  it('nests at most 64 objects and arrays', async () => {
    expect((await api.call('POST /triggers', { body: nested(64) })).message).toMatch(/unknown field a/);
    const beyond = await api.call('POST /triggers', { body: nested(65) });
    expect(beyond.status).toBe(400);
    expect(beyond.message).toBe(
      `${'a.'.repeat(49)}a…: got an object inside 64 others, expected at most 64 inside each other`,
    );
  });

  it('may nest a megabyte deep without harm', async () => {
    const answer = await api.call('POST /events', { body: '['.repeat(500_000) + ']'.repeat(500_000) });
    expect(answer.status).toBe(400);
    expect(answer.message).toMatch(/: got an array inside 64 others, expected at most 64 inside each other$/);
  });
});
