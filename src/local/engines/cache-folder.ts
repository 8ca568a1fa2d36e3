import { homedir } from 'node:os';
import path from 'node:path';

/** The folder that keeps engines between runs: `WEBHOOKS_CACHE_DIR`, or one in the user's cache. */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  return env.WEBHOOKS_CACHE_DIR || path.join(env.HOME || homedir(), '.cache', 'webhook-notifications');
}
