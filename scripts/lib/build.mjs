import { chmodSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

import { hashFiles } from './hash-files.mjs';
import { inProject } from './project.mjs';
import { runQuietly } from './run.mjs';

const SOURCES = [
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
];

/** Written last, so that an interrupted build is no build. */
const STAMP = inProject('dist', '.sources');

/** Takes the place of `dist` when everything compiles: what runs from there outlives a fault in the code. */
const NEXT = 'dist.next';

/**
 * Compiles the sources and bundles the workflows into `dist`; does nothing when they are unchanged.
 *
 * @returns {Promise<boolean>} whether there was something to build
 */
export async function build() {
  const sources = hashFiles(SOURCES);
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sources) return false;

  rmSync(inProject(NEXT), { recursive: true, force: true });
  await runQuietly('compiling', process.execPath, [
    inProject('node_modules', 'typescript', 'bin', 'tsc'),
    '-p',
    'tsconfig.build.json',
    '--outDir',
    NEXT,
  ]);
  rmSync(inProject('dist'), { recursive: true, force: true });
  renameSync(inProject(NEXT), inProject('dist'));
  await runQuietly('bundling the workflows', process.execPath, [
    inProject('scripts', 'lib', 'bundle-workflows.mjs'),
  ]);
  // So that npm can run it by its name.
  chmodSync(inProject('dist', 'src', 'cli.js'), 0o755);
  writeFileSync(STAMP, sources);
  return true;
}
