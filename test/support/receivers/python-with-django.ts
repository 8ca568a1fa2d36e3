import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { sdkFolder } from './official-sdks/sdk-folder';

const PACKAGES = ['django==5.2.19', 'gunicorn==27.0.1', 'uvicorn==0.54.0', 'cryptography==50.0.2'];

/** The folder with the programs of a Python environment that has Django and its servers. */
export async function pythonWithDjango(): Promise<string> {
  const run = promisify(execFile);
  const folder = await sdkFolder(PACKAGES.join('-').replaceAll('==', '-'), async (empty) => {
    await run('python3', ['-m', 'venv', empty]);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
    await run(path.join(empty, 'bin', 'python'), [...pip, ...PACKAGES]);
  });
  return path.join(folder, 'bin');
}
