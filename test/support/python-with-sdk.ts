import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

const SDK = 'cloudinary==1.46.3';

/**
 * A Python interpreter that has the official SDK, made once in the cache folder.
 *
 * @returns `undefined` on a machine without Python, where its tests do not exist.
 * @throws when there is a Python and the SDK cannot be installed.
 */
export function pythonWithSdk(): string | undefined {
  if (!hasPython()) return undefined;
  const cacheFolder =
    process.env.WEBHOOKS_CACHE_DIR ?? path.join(homedir(), '.cache', 'webhook-notifications');
  const folder = path.join(cacheFolder, SDK.replace('==', '-python-'));
  const python = path.join(folder, 'bin', 'python');
  if (!existsSync(path.join(folder, 'installed'))) {
    execFileSync('python3', ['-m', 'venv', folder]);
    execFileSync(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', SDK]);
    execFileSync(python, ['-c', `open(${JSON.stringify(path.join(folder, 'installed'))}, 'w').close()`]);
  }
  return python;
}

function hasPython(): boolean {
  try {
    execFileSync('python3', ['-c', 'import venv, ensurepip'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
