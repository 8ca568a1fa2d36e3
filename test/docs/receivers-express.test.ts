import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { canRun } from '../support/receivers/official-sdks/can-run';
import { waitUntil } from '../support/services/wait-until';
import { exampleOf } from './example-of';
import { API_SECRET, BODY, postSigned } from './signed-post';

/* The examples of docs/receivers.md for Express, run on Express as they stand there. */

const require = createRequire(__filename);
const MODULES = path.resolve(path.dirname(require.resolve('express')), '..');
const RAW_BODY = exampleOf('docs/receivers.md', '// express: raw body');
const VERIFY_HOOK = exampleOf('docs/receivers.md', '// express: verify hook');

let folder: string;
let server: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'webhook-notifications-docs-'));
  symlinkSync(MODULES, path.join(folder, 'node_modules'));
});
afterEach(() => {
  server?.kill();
  rmSync(folder, { recursive: true, force: true });
});

/** @returns the URL of its route. */
async function start(code: string): Promise<string> {
  writeFileSync(path.join(folder, 'example.mjs'), code);
  const main = `import { app } from './example.mjs';
    const server = app.listen(0, '127.0.0.1', () => console.log('port ' + server.address().port));`;
  writeFileSync(path.join(folder, 'main.mjs'), main);
  let printed = '';
  server = spawn(process.execPath, ['main.mjs'], {
    cwd: folder,
    // As in production: Express prints each error's stack to its caller otherwise.
    env: { PATH: process.env.PATH, NODE_ENV: 'production', WEBHOOK_SECRET: API_SECRET },
  });
  for (const stream of [server.stdout, server.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (printed += text));
  }
  const port = await waitUntil('Express listens', () => /port (\d+)/.exec(printed)?.[1]);
  return `http://127.0.0.1:${port}/hooks`;
}

/** An example with one change, which must be one. */
function changed(code: string, from: string | RegExp, to: string): string {
  const after = code.replace(from, to);
  if (after === code) throw new Error(`the example has no ${from}`);
  return after;
}

const ofBytes = (count: number) =>
  JSON.stringify({ public_id: 'x'.repeat(count - '{"public_id":""}'.length) });

describe.each([
  ['raw body', RAW_BODY],
  ['verify hook', VERIFY_HOOK],
])('the Express example with the %s', (_name, code) => {
  it('accepts what is genuine, large bodies included, and refuses what was changed or is not signed', async () => {
    const url = await start(code);
    expect(await postSigned(url)).toBe(200);
    expect(await postSigned(url, { body: ofBytes(1_500_000) })).toBe(200);
    expect(await postSigned(url, { body: BODY.replace('a', 'b'), signedBody: BODY })).toBe(403);
    const unsigned = await fetch(url, { method: 'POST', body: BODY, headers: { connection: 'close' } });
    expect(unsigned.status).toBe(403);
  });

  it('without a limit answers 413 above 100 kB', async () => {
    const url = await start(changed(code, /, limit: '4mb'|limit: '4mb', /, ''));
    expect(await postSigned(url, { body: ofBytes(100 * 1024) })).toBe(200);
    expect(await postSigned(url, { body: ofBytes(100 * 1024 + 1) })).toBe(413);
  });
});

describe('the mistakes that the page names', () => {
  it('express.json() before express.raw() makes every signature fail', async () => {
    const early = changed(
      RAW_BODY,
      'export const app = express();',
      'export const app = express();\napp.use(express.json());',
    );
    expect(await postSigned(await start(early))).toBe(403);
  });

  it('no body parser makes every signature fail', async () => {
    const without = changed(RAW_BODY, /express\.raw\(.*?\), /, '');
    expect(await postSigned(await start(without))).toBe(403);
  });

  it('an object that something has touched makes the signature fail, and one that nothing has touched does not', async () => {
    const again = changed(VERIFY_HOOK, 'String(request.rawBody)', 'JSON.stringify(request.body)');
    const untouched = await start(again);
    expect(await postSigned(untouched)).toBe(200);
    server?.kill();
    const touched = changed(
      again,
      "app.post('/hooks', ",
      "app.post('/hooks', (q, _r, next) => { q.body.seen ??= false; next(); }, ",
    );
    expect(await postSigned(await start(touched))).toBe(403);
  });

  it('decoding as Latin-1 fails with the first letter beyond ASCII', async () => {
    const url = await start(changed(RAW_BODY, 'String(request.body)', "request.body.toString('latin1')"));
    expect(await postSigned(url, { body: '{"public_id":"kettle"}' })).toBe(200);
    expect(await postSigned(url)).toBe(403);
  });
});

// On a machine without Python there is no such test.
if (canRun('python3', '--version')) {
  it('json.dumps writes another body: spaces, and escapes beyond ASCII', () => {
    const script = 'import json, sys; sys.stdout.write(json.dumps(json.loads(sys.stdin.buffer.read())))';
    const { stdout } = spawnSync('python3', ['-c', script], { input: BODY, encoding: 'utf8' });
    expect(JSON.parse(stdout)).toEqual(JSON.parse(BODY));
    expect(stdout).toContain('"public_id": "K\\u00e4sek\\u00e4stchen"');
    expect(stdout).not.toBe(BODY);
  });
}
