import { execFileSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

/* The package as a customer installs it; "npm test" builds it. */

const ROOT = path.resolve(__dirname, '../../..');
const PACKAGE = path.join(ROOT, 'packages/receiver');
const MAX_CORE_BYTES = 6_000;

const manifest = JSON.parse(readFileSync(path.join(PACKAGE, 'package.json'), 'utf8')) as Record<
  string,
  unknown
>;
const ADAPTERS = ['express', 'fastify', 'hono', 'koa', 'lambda', 'next', 'node', 'web'];

let project: string;
beforeAll(() => {
  project = mkdtempSync(path.join(tmpdir(), 'webhook-notifications-package-'));
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--pack-destination', project], {
      cwd: PACKAGE,
      encoding: 'utf8',
    }),
  ) as { filename: string }[];
  const folder = path.join(project, 'node_modules/@webhook-notifications/receiver');
  mkdirSync(folder, { recursive: true });
  execFileSync('tar', ['-xzf', packed?.filename ?? '', '-C', folder, '--strip-components=1'], {
    cwd: project,
  });
}, 60_000);
afterAll(() => rmSync(project, { recursive: true, force: true }));

function run(file: string, code: string, env: Readonly<Record<string, string>> = {}): string {
  writeFileSync(path.join(project, file), code);
  return execFileSync(process.execPath, [file], {
    cwd: project,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}

it.each(['esm', 'cjs'])('the core as %s has 6 kB at most, gzipped', (format) => {
  const folder = path.join(PACKAGE, 'dist', format);
  const files = readdirSync(folder).filter((file) => file.endsWith('.js'));
  expect(files).toContain('verify-notification.js');
  const core = files.map((file) => readFileSync(path.join(folder, file), 'utf8')).join('');
  expect(gzipSync(core, { level: 9 }).length).toBeLessThanOrEqual(MAX_CORE_BYTES);
});

it('depends on nothing', () => {
  const kinds = ['dependencies', 'peerDependencies', 'optionalDependencies', 'bundleDependencies'];
  expect(kinds.filter((kind) => kind in manifest)).toEqual([]);
});

it('supports the Node versions that the service supports', () => {
  const service = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as typeof manifest;
  expect([manifest.engines, manifest.version]).toEqual([service.engines, service.version]);
});

const USE = `
  const toSign = { secret: 's', keyPair: testing.keyPair };
  const receiver = createReceiver({ secrets: 's', keySet: testing.keySet, require: 'both' });
  const verdict = await receiver.verify(await signNotification(toSign));
  console.log(verdict.ok, verdict.notification.public_id, adapters.map((each) => Object.keys(each).join()).join());`;
const PRINTED =
  'true blue-kettle expressHandler,fastifyReceiver,honoHandler,koaHandler,lambdaHandler,nextHandler,nodeHandler,webHandler';

it('is imported, with its adapters and its part for tests, and gives no warning', () => {
  const code = `import { createReceiver } from '@webhook-notifications/receiver';
    import { createTestKeySet, signNotification } from '@webhook-notifications/receiver/testing';
    ${ADAPTERS.map((name) => `import * as ${name} from '@webhook-notifications/receiver/${name}';`).join('\n')}
    const adapters = [${ADAPTERS.join()}];
    const testing = await createTestKeySet();
    process.on('warning', (warning) => console.log(String(warning)));
    ${USE}`;
  expect(run('main.mjs', code)).toBe(PRINTED);
});

it('is required, with its adapters and its part for tests', () => {
  const code = `const { createReceiver } = require('@webhook-notifications/receiver');
    const { createTestKeySet, signNotification } = require('@webhook-notifications/receiver/testing');
    const adapters = '${ADAPTERS.join()}'.split(',').map((name) => require('@webhook-notifications/receiver/' + name));
    (async () => { const testing = await createTestKeySet(); ${USE} })();`;
  expect(run('main.cjs', code)).toBe(PRINTED);
});

/** The code block of the page whose first line is this comment. */
function example(comment: string): string {
  const page = readFileSync(path.join(PACKAGE, 'README.md'), 'utf8');
  const code = page.split('```js\n').find((block) => block.startsWith(`// ${comment}\n`));
  if (code === undefined) throw new Error(`README.md has no example "${comment}"`);
  return code.split('```')[0] ?? '';
}

it('is used first as its page shows, in ten lines', () => {
  const code = example('first use');
  expect(code.trimEnd().split('\n').length - 1).toBeLessThanOrEqual(10);
  const port = '.listen(9000)';
  expect(code).toContain(port);
  const check = `${code.replace(port, ".listen(0, '127.0.0.1', main)")}
    import { post } from '@webhook-notifications/receiver/testing';
    async function main() {
      const url = 'http://127.0.0.1:' + this.address().port;
      const good = await post(url, { secret: 's3cret' });
      const bad = await post(url, { secret: 'other' });
      console.log(good.status, bad.status, await bad.text());
      this.close();
    }`;
  expect(run('first.mjs', check, { WEBHOOK_SECRET: 's3cret' })).toBe(
    'blue-kettle is at https://res.cloudinary.com/acme-media/image/upload/v1773480413/blue-kettle.jpg\n' +
      '200 401 wrong_signature',
  );
});

it('tests a receiver as its page shows', () => {
  const check = `${example('testing')}
    console.log(result.ok, result.attempt, result.by, typeof send);`;
  expect(run('testing.mjs', check)).toBe('true 2 v2 function');
});

it('has types for both', () => {
  const code = `import { createReceiver } from '@webhook-notifications/receiver';
    import { webHandler } from '@webhook-notifications/receiver/web';
    import { sampleNotification } from '@webhook-notifications/receiver/testing';
    const receiver = createReceiver({ secrets: { k: 's' } }).on('delete', ({ resources }) => {
      const version: number | undefined = resources[0]?.version;
      // @ts-expect-error: it is a number.
      const text: string | undefined = resources[0]?.version;
      console.log(version, text);
    });
    export const handler = webHandler(receiver);
    export const id: string = sampleNotification('upload').asset_id;
    export async function reasonOf(body: Uint8Array, headers: Headers) {
      const result = await receiver.verify({ body, headers });
      return result.ok ? result.notification.notification_type : result.reason;
    }`;
  const tsc = path.join(ROOT, 'node_modules/typescript/bin/tsc');
  for (const file of ['main.mts', 'main.cts']) {
    writeFileSync(path.join(project, file), code);
    const options = [
      '--strict',
      '--skipLibCheck',
      '--noEmit',
      '--target',
      'es2022',
      '--module',
      'node20',
      '--lib',
      'es2022,dom',
    ];
    execFileSync(process.execPath, [tsc, ...options, file], { cwd: project, stdio: 'inherit' });
  }
}, 120_000);
