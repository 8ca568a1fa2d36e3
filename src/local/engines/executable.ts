import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

/** Tells whether there is a file at this path that this user may execute. */
export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The absolute path of a command on `PATH`; `undefined` when there is none. */
export function findOnPath(command: string, env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => path.resolve(folder, command)).find(isExecutable);
}
