import { chmodSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

import { hashFiles } from './hash-files.mjs';
import { inProject } from './project.mjs';
import { runQuietly } from './run.mjs';

const CONSOLE_SOURCES = path.join('src', 'console');

const SERVICE = {
  sources: [
    'src',
    'migrations',
    'bench',
    'cluster',
    'chaos',
    'scripts',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.build.json',
  ],
  // The stamp is written last, so that an interrupted build is no build.
  stamp: inProject('dist', '.sources'),
};

/** The Console imports rules of `domain`, and types of `api`, which leave nothing behind. */
const CONSOLE = {
  sources: [CONSOLE_SOURCES, path.join('src', 'domain'), path.join('scripts', 'lib'), 'package-lock.json'],
  stamp: inProject('dist', 'console', '.sources'),
};

/** Takes the place of `dist` when everything compiles: what runs from there outlives a fault in the code. */
const NEXT = 'dist.next';
const CONSOLE_NEXT = 'dist.next.console';

/**
 * Compiles the sources, bundles the workflows and builds the Console, into `dist`; each only when its sources have changed.
 *
 * @param {readonly string[]} [compilerOptions] of the TypeScript compiler
 * @returns {Promise<boolean>} whether there was something to build
 */
export async function build(compilerOptions = []) {
  const service = stateOf(SERVICE, (file) => !file.startsWith(inProject(CONSOLE_SOURCES)));
  const ofConsole = stateOf(CONSOLE);
  if (ofConsole.isStale) await buildConsole();
  if (service.isStale) await buildService(compilerOptions);
  if (ofConsole.isStale) {
    rmSync(inProject('dist', 'console'), { recursive: true, force: true });
    renameSync(inProject(CONSOLE_NEXT), inProject('dist', 'console'));
    writeFileSync(CONSOLE.stamp, ofConsole.sources);
  }
  if (service.isStale) writeFileSync(SERVICE.stamp, service.sources);
  return service.isStale || ofConsole.isStale;
}

async function buildService(compilerOptions) {
  rmSync(inProject(NEXT), { recursive: true, force: true });
  await runQuietly('compiling', process.execPath, [
    inProject('node_modules', 'typescript', 'bin', 'tsc'),
    '-p',
    'tsconfig.build.json',
    '--outDir',
    NEXT,
    ...compilerOptions,
  ]);
  if (existsSync(CONSOLE.stamp)) renameSync(inProject('dist', 'console'), inProject(NEXT, 'console'));
  rmSync(inProject('dist'), { recursive: true, force: true });
  renameSync(inProject(NEXT), inProject('dist'));
  await runQuietly('bundling the workflows', process.execPath, [
    inProject('scripts', 'lib', 'bundle-workflows.mjs'),
  ]);
  // So that npm can run it by its name.
  chmodSync(inProject('dist', 'src', 'cli.js'), 0o755);
}

async function buildConsole() {
  rmSync(inProject(CONSOLE_NEXT), { recursive: true, force: true });
  await runQuietly('building the Console', process.execPath, [
    inProject('node_modules', 'vite', 'bin', 'vite.js'),
    'build',
    inProject(CONSOLE_SOURCES),
    '--outDir',
    inProject(CONSOLE_NEXT),
    '--logLevel',
    'warn',
  ]);
  const assets = inProject(CONSOLE_NEXT, 'assets');
  for (const name of readdirSync(assets)) pack(path.join(assets, name));
}

/** Puts a file beside itself as browsers like to get it. */
function pack(file) {
  const bytes = readFileSync(file);
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 9,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }));
}

function stateOf({ sources, stamp }, isSource) {
  const hash = hashFiles(sources, isSource);
  return { sources: hash, isStale: !existsSync(stamp) || readFileSync(stamp, 'utf8') !== hash };
}
