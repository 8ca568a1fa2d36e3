import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder, withLock } from '../../../../src/local/engines/find-engine';

/**
 * A folder of the cache that holds an SDK, made once: of several processes, one makes it and the others wait.
 *
 * @param name with the version.
 * @param install fills the folder, which is there and empty.
 */
export async function sdkFolder(
  name: string,
  install: (folder: string) => Promise<unknown>,
): Promise<string> {
  const folder = path.join(cacheFolder(process.env), name);
  const isComplete = path.join(folder, 'installed');
  await mkdir(path.dirname(folder), { recursive: true });
  await withLock(
    `${folder}.lock`,
    () => undefined,
    async () => {
      if (existsSync(isComplete)) return;
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder);
      await install(folder);
      await writeFile(isComplete, '');
    },
  );
  return folder;
}
