import { existsSync, readdirSync } from 'node:fs';
import { chmod, writeFile, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { addToCache, type CachedEngine, type EngineStep } from './find-engine';
import { findOnPath, lastLine, runCommand, reportElapsed, isExecutable } from './run-command';

/** What is made, in which folder, and the environment of the program that makes it. */
interface Installation {
  readonly engine: CachedEngine;
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Builds an engine from source with a Go toolchain: minutes on the first time, and some
 * gigabytes in Go's own caches.
 *
 * @param goPackage package and version, as `go install` takes them.
 */
export function goStep(engine: CachedEngine, goPackage: string, env: NodeJS.ProcessEnv): EngineStep {
  return {
    name: 'Go',
    async find() {
      const go = findOnPath('go', env);
      if (go === undefined) return { reason: 'no "go" on the PATH' };
      return addToCache(engine, (folder) => goInstall(go, goPackage, { engine, folder, env }));
    },
  };
}

async function goInstall(
  go: string,
  goPackage: string,
  { engine, folder, env }: Installation,
): Promise<string | undefined> {
  let modules = 0;
  let packages = 0;
  const stopReporting = reportElapsed(
    engine.report,
    () => `${engine.entry}: building with Go, ${modules} modules downloaded, ${packages} packages compiled`,
  );
  engine.report(`${engine.entry}: building with Go (the first time: 3 to 15 minutes) …`);
  try {
    const result = await runCommand(go, ['install', '-v', '-trimpath', '-ldflags=-s -w', goPackage], {
      env: { ...env, CGO_ENABLED: '0', GOBIN: folder, GOFLAGS: '' },
      cwd: folder,
      onLine(line) {
        if (line.startsWith('go: downloading')) modules++;
        else packages++;
      },
    });
    return result.exitCode === 0 ? undefined : lastLine(result);
  } finally {
    stopReporting();
  }
}

/** Copies the jars of the time-skipping server with Maven, and writes a script that runs them. */
export function mavenStep(engine: CachedEngine, env: NodeJS.ProcessEnv): EngineStep {
  return {
    name: 'Maven',
    async find() {
      const maven = findOnPath('mvn', env);
      if (maven === undefined) return { reason: 'no "mvn" on the PATH' };
      if (!hasJava(env)) return { reason: 'no "java" on the PATH or in JAVA_HOME' };
      return addToCache(engine, (folder) => copyJars(maven, { engine, folder, env }));
    },
  };
}

function hasJava(env: NodeJS.ProcessEnv): boolean {
  if (env.JAVA_HOME) return isExecutable(path.join(env.JAVA_HOME, 'bin', 'java'));
  return findOnPath('java', env) !== undefined;
}

/*
 * `exec`, so that the signal which ends this process ends the JVM. The other settings shorten the
 * start: the SDK gives a server five seconds to answer.
 */
const RUN_SCRIPT = `#!/bin/sh
exec "\${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -Xmx256m \\
  -cp "$(dirname "$0")/jars/*" io.temporal.testserver.TestServer "$1"
`;

async function copyJars(maven: string, { engine, folder, env }: Installation): Promise<string | undefined> {
  engine.report(`${engine.entry}: copying its jars with Maven (the first time: about 30 seconds) …`);
  const stopReporting = reportElapsed(engine.report, () => `${engine.entry}: copying its jars with Maven`);
  try {
    const args = [
      '--batch-mode',
      '--quiet',
      `--file=${pomFile()}`,
      'dependency:copy-dependencies',
      '-DincludeScope=runtime',
      `-DoutputDirectory=${path.join(folder, 'jars')}`,
    ];
    const result = await runCommand(maven, args, { env, cwd: folder });
    if (result.exitCode !== 0) return mavenError(result.output) ?? lastLine(result);
    const script = path.join(folder, engine.executable);
    await writeFile(script, RUN_SCRIPT);
    await chmod(script, 0o755);
    return undefined;
  } finally {
    stopReporting();
  }
}

const POM = path.join('tools', 'temporal-test-server', 'pom.xml');

/** The file that tells Maven which jars the test server has, wherever this code runs: from `src` or from `dist`. */
function pomFile(): string {
  let folder = __dirname;
  while (!existsSync(path.join(folder, POM)) && folder !== path.dirname(folder))
    folder = path.dirname(folder);
  return path.join(folder, POM);
}

/** Maven says first what failed, and then at length where to read about it. */
function mavenError(output: string): string | undefined {
  return output.split('\n').find((line) => line.startsWith('[ERROR]'));
}

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

const BEGINS_WITHIN_MS = 30_000;

/** A network that swallows connections would keep the download waiting: it must have begun in time. */
async function download(args: string[], { engine, folder, env }: Installation): Promise<string | undefined> {
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
