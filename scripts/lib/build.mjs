import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { inProject, projectFolder } from './project.mjs';
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
  const sources = hashSources();
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

function hashSources() {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap(listFiles)) {
    hash
      .update(`${path.relative(projectFolder, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

/** The files at or below a path of the project, in the same order on every machine; none when it does not exist. */
function listFiles(source) {
  const file = inProject(source);
  if (!existsSync(file)) return [];
  if (path.extname(file) !== '') return [file];
  const entries = readdirSync(file, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}
