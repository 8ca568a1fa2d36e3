import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { inProject } from './project.mjs';
import { runQuietly } from './run.mjs';

/** Those of the service, and of the one package that has libraries of its own. */
const INSTALLED = [
  { folder: '.', doing: 'installing packages (the first time: about 2 minutes)' },
  { folder: path.join('packages', 'tracing'), doing: 'installing the libraries of packages/tracing' },
];

/** Makes each `node_modules` what the `package-lock.json` beside it asks for; does nothing when it is that already. */
export async function install() {
  for (const { folder, doing } of INSTALLED) {
    if (!existsSync(inProject(folder, 'package-lock.json')) || isInstalled(folder)) continue;
    const words = ['ci', '--include=dev', '--no-audit', '--no-fund', '--prefix', inProject(folder)];
    await runQuietly(doing, 'npm', words);
  }
}

/**
 * npm writes what it has installed into a hidden lock file, as its last act. Packages for other
 * platforms are in the project's lock file only.
 */
function isInstalled(projectFolder) {
  const installed = readPackages(path.join(projectFolder, 'node_modules', '.package-lock.json'));
  if (installed === undefined) return false;
  const wanted = Object.entries(readPackages(path.join(projectFolder, 'package-lock.json'))).filter(
    ([folder]) => folder !== '',
  );
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
