import { readdirSync } from 'node:fs';
import { chmod, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';

import { addToCache, type CachedEngine } from './cached-engine';
import type { EngineStep } from './find-engine';
import { lastLine, runCommand, reportElapsed } from './run-command';

const BEGINS_WITHIN_MS = 30_000;

/*
 * The SDK offers no download alone: it downloads when it starts a server. That happens in a process
 * of its own, since it installs the SDK's runtime, of which there can be only one per process.
 */
const DOWNLOAD_SCRIPT = `
const [create, version, downloadDir] = process.argv.slice(1);
const { Runtime, DefaultLogger } = require('@temporalio/worker');
Runtime.install({ logger: new DefaultLogger('ERROR') });
const { TestWorkflowEnvironment } = require('@temporalio/testing');
const executable = { type: 'cached-download', version, downloadDir };
TestWorkflowEnvironment[create]({ server: { executable } }).then(
  (environment) => environment.teardown(),
  (error) => {
    const parts = String(error.message).replaceAll('\\n', ' ').split(': ');
    console.error([...new Set(parts)].join(': '));
    process.exit(1);
  },
);
`;

/** How `@temporalio/testing` starts the engine, and which of its releases is wanted, such as `v1.5.1`. */
interface SdkDownload {
  readonly create: 'createLocal' | 'createTimeSkipping';
  readonly version: string;
}

/** Lets the SDK download the engine; that fails at once where its download site cannot be reached. */
export function sdkDownloadStep(
  engine: CachedEngine,
  { create, version }: SdkDownload,
  env: NodeJS.ProcessEnv,
): EngineStep {
  return {
    name: 'SDK download',
    find: () =>
      addToCache(engine, async (folder) => {
        const args = ['-e', DOWNLOAD_SCRIPT, create, version, folder];
        const reason = await download(args, { engine, folder, env });
        if (reason === undefined) await keepAs(folder, engine.executable);
        return reason;
      }),
  };
}

interface Download {
  readonly engine: CachedEngine;
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

/** A network that swallows connections would keep the download waiting: it must have begun in time. */
async function download(args: string[], { engine, folder, env }: Download): Promise<string | undefined> {
  engine.report(`${engine.entry}: trying the SDK's download …`);
  const stopReporting = reportElapsed(engine.report, () => `${engine.entry}: the SDK downloads`);
  const stalled = new AbortController();
  const timer = setTimeout(() => {
    if (readdirSync(folder).length === 0) stalled.abort();
  }, BEGINS_WITHIN_MS);
  try {
    const result = await runCommand(process.execPath, args, { env, cwd: __dirname, signal: stalled.signal });
    if (stalled.signal.aborted) return `did not begin within ${BEGINS_WITHIN_MS / 1000} s`;
    return result.exitCode === 0 ? undefined : lastLine(result);
  } finally {
    clearTimeout(timer);
    stopReporting();
  }
}

/** Gives the one file that was downloaded the name under which it is cached. */
async function keepAs(folder: string, executable: string): Promise<void> {
  const [downloaded, ...others] = await readdir(folder);
  if (downloaded === undefined) return;
  await Promise.all(others.map((name) => rm(path.join(folder, name), { recursive: true })));
  await rename(path.join(folder, downloaded), path.join(folder, executable));
  await chmod(path.join(folder, executable), 0o755);
}
