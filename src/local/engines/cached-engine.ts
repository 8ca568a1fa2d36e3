import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';

import { withLock } from './file-lock';
import { isExecutable, type Report } from './run-command';
import type { EngineStepResult, EngineStep } from './find-engine';
import { homedir } from 'node:os';

/** Where in the cache an engine is kept: `<cacheFolder>/<entry>/<executable>`. */
export interface CachedEngine {
  readonly cacheFolder: string;
  /** Name and version, such as `temporal-cli-1.5.1`. */
  readonly entry: string;
  /** Path of the executable within the entry. */
  readonly executable: string;
  readonly report: Report;
}

/**
 * Puts an engine into the cache, all or nothing: `make` fills a folder of its own, which is renamed
 * into place only when the executable is there. Of several processes at once, one works and the
 * others wait for it.
 *
 * @param make fills the folder; returns the reason when it could not.
 */
export async function addToCache(
  engine: CachedEngine,
  make: (folder: string) => Promise<string | undefined>,
): Promise<EngineStepResult> {
  const { cacheFolder, entry, executable, report } = engine;
  const finished = path.join(cacheFolder, entry);
  const file = path.join(finished, executable);
  await mkdir(cacheFolder, { recursive: true });
  return withLock(path.join(cacheFolder, `${entry}.lock`), report, async () => {
    if (isExecutable(file)) return { path: file };
    const partial = await makePartialFolder(cacheFolder, entry);
    try {
      const reason = await make(partial);
      if (reason !== undefined) return { reason };
      if (!isExecutable(path.join(partial, executable))) return { reason: `made no ${executable}` };
      await rm(finished, { recursive: true, force: true });
      await rename(partial, finished);
      return { path: file };
    } finally {
      await rm(partial, { recursive: true, force: true });
    }
  });
}

/** Makes an empty folder, and removes those that killed processes have left behind. */
async function makePartialFolder(cacheFolder: string, entry: string): Promise<string> {
  const prefix = `${entry}.partial-`;
  const leftovers = (await readdir(cacheFolder)).filter((name) => name.startsWith(prefix));
  await Promise.all(
    leftovers.map((name) => rm(path.join(cacheFolder, name), { recursive: true, force: true })),
  );
  return mkdtemp(path.join(cacheFolder, prefix));
}

/** The folder that keeps engines between runs: `WEBHOOKS_CACHE_DIR`, or one in the user's cache. */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  return env.WEBHOOKS_CACHE_DIR || path.join(env.HOME || homedir(), '.cache', 'webhook-notifications');
}

/** Takes the copy that an earlier run has left in the cache folder. */
export function cacheStep(engine: CachedEngine): EngineStep {
  const file = path.join(engine.cacheFolder, engine.entry, engine.executable);
  return {
    name: 'cache',
    find: () => (isExecutable(file) ? { path: file } : { reason: `no ${file}` }),
  };
}
