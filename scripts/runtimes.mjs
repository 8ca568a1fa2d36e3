/* npm run runtimes: tests the receiver kit on other JavaScript runtimes, which npm fetches into the cache. */
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { main } from './lib/main.mjs';
import { prepare } from './lib/prepare.mjs';
import { inProject } from './lib/project.mjs';
import { run, runQuietly } from './lib/run.mjs';

const require = createRequire(import.meta.url);

const PLATFORM = `${process.platform}-${process.arch}`;
const DENO = `${PLATFORM}${process.platform === 'linux' ? '-glibc' : ''}`;

/** Name, npm package, its program, and what the program is called with before the file to run. */
const RUNTIMES = [
  ['Node 22', `node-${PLATFORM}@22.23.5`, 'bin/node', []],
  ['Node 24', `node-${PLATFORM}@24.22.3`, 'bin/node', []],
  ['Bun 1.4', `@oven/bun-${PLATFORM}@1.4.5`, 'bin/bun', ['run']],
  ['Deno 2.9', `@deno/${DENO}@2.9.6`, 'deno', ['run', '--allow-read', '--allow-net', '--no-remote']],
];

await main(async () => {
  await prepare();
  const { cacheFolder } = require(inProject('dist', 'src', 'local', 'engines', 'cached-engine.js'));
  const cache = path.join(cacheFolder(process.env), 'runtimes');
  const runtimes = {};
  for (const [name, wanted, program, args] of RUNTIMES) {
    runtimes[name] = [await fetchProgram(cache, wanted, program), ...args];
  }
  const jest = inProject('node_modules', 'jest', 'bin', 'jest.js');
  const env = { ...process.env, RUNTIMES: JSON.stringify(runtimes) };
  const needsNoEngine = ['--globalSetup=', '--globalTeardown='];
  return run(process.execPath, [jest, ...needsNoEngine, '--verbose', 'test/packages/receiver/runtimes'], {
    env,
  });
});

/** @returns the path of the program, which npm fetches the first time. */
async function fetchProgram(cache, wanted, program) {
  const folder = path.join(cache, wanted.replaceAll(/[@/]+/g, '-').replace(/^-/, ''));
  const [packageName] = wanted.split(/(?!^)@/);
  const file = path.join(folder, 'node_modules', packageName, program);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    const options = ['--ignore-scripts', '--no-save', '--no-audit', '--no-fund', '--prefix', folder];
    await runQuietly(`fetching ${wanted}`, 'npm', ['install', ...options, wanted]);
    chmodSync(file, 0o755);
  }
  return file;
}
