import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { withLock } from '../../../../src/local/engines/file-lock';

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
  const cacheFolder =
    process.env.WEBHOOKS_CACHE_DIR ?? path.join(homedir(), '.cache', 'webhook-notifications');
  const folder = path.join(cacheFolder, name);
  const isComplete = path.join(folder, 'installed');
  await mkdir(cacheFolder, { recursive: true });
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
