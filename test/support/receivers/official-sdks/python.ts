import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { canRun } from './can-run';
import { sdkFolder } from './sdk-folder';

const VERSION = '1.46.3';

/** On a machine without Python, its tests do not exist. */
export function hasPython(): boolean {
  return canRun('python3', '-c', 'import venv, ensurepip');
}

/** A Python interpreter that has the official SDK. */
export async function pythonWithSdk(): Promise<string> {
  const run = promisify(execFile);
  const python = (folder: string) => path.join(folder, 'bin', 'python');
  const folder = await sdkFolder(`cloudinary-python-${VERSION}`, async (empty) => {
    await run('python3', ['-m', 'venv', empty]);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
    await run(python(empty), [...pip, `cloudinary==${VERSION}`]);
  });
  return python(folder);
}
