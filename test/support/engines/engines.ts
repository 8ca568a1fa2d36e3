import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** Path of the Temporal CLI, whose `server start-dev` is the dev server. @throws when there is none. */
export function devServerCli(): string {
  return requireEngine('TEMPORAL_CLI', 'temporal-cli-1.5.1/temporal');
}

/** Path of the time-skipping test server. @throws when there is none. */
export function testServerPath(): string {
  return requireEngine('TEMPORAL_TEST_SERVER', 'temporal-test-server-1.39.0/run');
}

function requireEngine(variable: string, cachedAt: string): string {
  const cacheFolder =
    process.env.WEBHOOKS_CACHE_DIR ?? path.join(homedir(), '.cache', 'webhook-notifications');
  const file = process.env[variable] ?? path.join(cacheFolder, cachedAt);
  if (!existsSync(file)) throw new Error(`no ${file}: "npm test" fetches it, or ${variable} names another`);
  return file;
}
