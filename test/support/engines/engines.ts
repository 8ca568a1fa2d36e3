import { existsSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder } from '../../../src/local/engines/find-engine';

/** Path of the Temporal CLI, whose `server start-dev` is the dev server. @throws when there is none. */
export function devServerCli(): string {
  return requireEngine('TEMPORAL_CLI', 'temporal-cli-1.5.1/temporal');
}

/** Path of the time-skipping test server. @throws when there is none. */
export function testServerPath(): string {
  return requireEngine('TEMPORAL_TEST_SERVER', 'temporal-test-server-1.39.0/run');
}

function requireEngine(variable: string, cachedAt: string): string {
  const file = process.env[variable] ?? path.join(cacheFolder(process.env), cachedAt);
  if (!existsSync(file)) throw new Error(`no ${file}: "npm test" fetches it, or ${variable} names another`);
  return file;
}
