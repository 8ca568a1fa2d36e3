import { readFileSync } from 'node:fs';

import { inProject } from './project.mjs';
import { runQuietly } from './run.mjs';

/** Makes `node_modules` what `package-lock.json` asks for; does nothing when it is that already. */
export async function install() {
  if (isInstalled()) return;
  await runQuietly('installing packages (the first time: about 2 minutes)', 'npm', [
    'ci',
    '--include=dev',
    '--no-audit',
    '--no-fund',
  ]);
}

/**
 * npm writes what it has installed into a hidden lock file, as its last act. Packages for other
 * platforms are in the project's lock file only.
 */
function isInstalled() {
  const installed = readPackages('node_modules/.package-lock.json');
  if (installed === undefined) return false;
  const wanted = Object.entries(readPackages('package-lock.json')).filter(([folder]) => folder !== '');
  return wanted.every(([folder, { version, optional = false }]) =>
    folder in installed ? installed[folder].version === version : optional,
  );
}

function readPackages(lockFile) {
  try {
    return JSON.parse(readFileSync(inProject(lockFile), 'utf8')).packages;
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}
