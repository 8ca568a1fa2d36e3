import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { addToCache, type CachedEngine } from './cached-engine';
import { findOnPath, isExecutable, lastLine, runCommand, reportElapsed } from './run-command';
import type { EngineStep } from './find-engine';
import { existsSync } from 'node:fs';

const POM = path.join('tools', 'temporal-test-server', 'pom.xml');

/** The file that tells Maven which jars the test server has, wherever this code runs: from `src` or from `dist`. */
function pomFile(): string {
  let folder = __dirname;
  while (!existsSync(path.join(folder, POM)) && folder !== path.dirname(folder))
    folder = path.dirname(folder);
  return path.join(folder, POM);
}

/*
 * `exec`, so that the signal which ends this process ends the JVM. The other settings shorten the
 * start: the SDK gives a server five seconds to answer.
 */
const RUN_SCRIPT = `#!/bin/sh
exec "\${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -Xmx256m \\
  -cp "$(dirname "$0")/jars/*" io.temporal.testserver.TestServer "$1"
`;

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

interface JarCopy {
  readonly engine: CachedEngine;
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

async function copyJars(maven: string, { engine, folder, env }: JarCopy): Promise<string | undefined> {
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

/** Maven says first what failed, and then at length where to read about it. */
function mavenError(output: string): string | undefined {
  return output.split('\n').find((line) => line.startsWith('[ERROR]'));
}
