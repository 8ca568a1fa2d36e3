import { brotliDecompressSync, gunzipSync, brotliCompressSync, gzipSync } from 'node:zlib';
import { request } from 'node:http';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readConsoleFiles } from '../../../src/api/console/serve-console';
import { useStoredApi } from '../../support/services/stored-api';

const SCRIPT = 'console.log("hello")';
const PAGE = '<!doctype html><meta property="csp-nonce" nonce="NONCE">';

const folder = mkdtempSync(path.join(tmpdir(), 'webhooks-console-'));
mkdirSync(path.join(folder, 'assets'));
writeFileSync(path.join(folder, 'index.html'), PAGE);
writeFileSync(path.join(folder, 'secret.txt'), 'beside the page');
const asset = (name: string, bytes: string | Buffer) =>
  writeFileSync(path.join(folder, 'assets', name), bytes);
asset('index-1a2b3c.js', SCRIPT);
asset('index-1a2b3c.js.br', brotliCompressSync(SCRIPT));
asset('index-1a2b3c.js.gz', gzipSync(SCRIPT));
asset('mark-4d5e6f.svg', '<svg/>');
const files = readConsoleFiles(folder);
afterAll(() => rmSync(folder, { recursive: true }));

const api = useStoredApi();

interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** As a program sends it: no path is made tidy, and no header is added. */
function get(target: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Got> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(api.url);
    request({ hostname, port, path: target, method, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }),
      );
    })
      .once('error', reject)
      .end();
  });
}

const BROWSER = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('the built Console', () => {
  beforeEach(() => api.restart({}, () => ({ console: { files } })));

  it.each(['/console', '/console/', '/console/deliveries/1?tab=a', '/console/..%2f..%2fetc%2fpasswd'])(
    'is one page, at %s, too',
    async (target) => {
      const { status, headers, body } = await get(target, BROWSER);
      expect([status, headers['content-type'], headers['cache-control']]).toEqual([
        200,
        'text/html; charset=utf-8',
        'no-store',
      ]);
      expect(body.toString()).toMatch(/^<!doctype html><meta property="csp-nonce" nonce="[\w+/]{22}==">$/);
    },
  );

  it.each(['/console', '/console/'])('is there for a program that takes anything, at %s', async (target) => {
    expect((await get(target, { Accept: '*/*' })).headers['content-type']).toBe('text/html; charset=utf-8');
  });

  it('has a policy that lets the page load its own files alone, with a nonce for each answer', async () => {
    const [first, second] = [await get('/console/', BROWSER), await get('/console/', BROWSER)];
    const [, nonce = ''] = /nonce="([^"]+)"/.exec(first.body.toString()) ?? [];
    expect(first.headers['content-security-policy']).toBe(
      `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; font-src 'self'; ` +
        "connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'; " +
        "require-trusted-types-for 'script'; trusted-types 'none'",
    );
    expect(second.body.toString()).not.toContain(nonce);
    expect(first.headers).toMatchObject({
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'permissions-policy': expect.stringContaining('camera=()') as string,
    });
  });

  it('keeps the stricter policy for answers of the API', async () => {
    const { headers } = await get('/healthz', BROWSER);
    expect(headers['content-security-policy']).toBe(
      "default-src 'none';form-action 'none';frame-ancestors 'none';base-uri 'none'",
    );
  });

  it.each([
    ['br, gzip', 'br', (bytes: Buffer) => brotliDecompressSync(bytes)],
    ['gzip', 'gzip', (bytes: Buffer) => gunzipSync(bytes)],
    ['identity', undefined, (bytes: Buffer) => bytes],
  ])('sends an asset as the browser likes it: %s', async (accepted, coding, unpack) => {
    const { status, headers, body } = await get('/console/assets/index-1a2b3c.js', {
      'Accept-Encoding': accepted,
    });
    expect([status, headers['content-encoding'], headers['content-type']]).toEqual([
      200,
      coding,
      'text/javascript; charset=utf-8',
    ]);
    expect([headers['cache-control'], headers.vary]).toEqual([
      'public, max-age=31536000, immutable',
      'Accept-Encoding',
    ]);
    expect(unpack(body).toString()).toBe(SCRIPT);
  });

  it('answers HEAD without a body', async () => {
    const { status, headers, body } = await get('/console/assets/mark-4d5e6f.svg', {}, 'HEAD');
    expect([status, headers['content-length'], body.length]).toEqual([200, '6', 0]);
  });

  it.each([
    '/console/assets/index-000000.js',
    '/console/assets/',
    '/console/assets/../index.html',
    '/console/assets/..%2findex.html',
    '/console/assets/..%2fsecret.txt',
    '/console/assets/../secret.txt',
    '/console/assets/%2e%2e/secret.txt',
    '/console/assets/index-1a2b3c.js.br',
    '/console/assets/index-1a2b3c.js%00',
    '/console/assets//index-1a2b3c.js',
    '/console/assets/__proto__',
  ])('has nothing at %s', async (target) => {
    const { status, body } = await get(target, BROWSER);
    expect([status, body.toString().includes('beside the page')]).toEqual([404, false]);
  });

  it('is where a browser at the address of the API is led', async () => {
    const { status, headers } = await get('/', BROWSER);
    expect([status, headers.location]).toEqual([302, '/console/']);
  });

  it('is no answer for a program that wants JSON', async () => {
    expect((await get('/console/', { Accept: 'application/json' })).status).toBe(404);
  });

  it.each(['/', '/console/deliveries'])('is no answer for a program, at %s either', async (target) => {
    for (const headers of [{}, { Accept: '*/*' }, { Accept: 'application/json' }]) {
      const { status, body } = await get(target, headers);
      expect([status, JSON.parse(body.toString())]).toEqual([
        404,
        { error: { code: 'not_found', message: `path: got ${target}, expected one that exists` } },
      ]);
    }
  });

  it('takes no POST', async () => {
    expect((await get('/console/', BROWSER, 'POST')).status).toBe(404);
  });
});

it('a Console that was not built says how to build it', async () => {
  await api.restart({}, () => ({
    console: { files: readConsoleFiles(path.join(folder, 'assets')) },
  }));
  const { status, body } = await get('/console/', BROWSER);
  expect([status, body.toString()]).toEqual([503, expect.stringContaining('run npm run build')]);
  expect((await get('/console/assets/index-1a2b3c.js', BROWSER)).status).toBe(404);
});

it('a Console that is turned off leaves no trace', async () => {
  await api.restart({}, () => ({ console: undefined }));
  for (const target of ['/', '/console/', '/console/session', '/console/assets/index-1a2b3c.js']) {
    expect([target, (await get(target, BROWSER)).status]).toEqual([target, 404]);
  }
  const headers = { 'X-Requested-By': 'console', Cookie: `__Host-webhooks=${'a'.repeat(43)}` };
  const answer = await get('/v1_1/acme-media/triggers', headers);
  expect([answer.status, answer.headers['www-authenticate']]).toEqual([401, expect.any(String)]);
});
