import { addToCache, type CachedEngine } from './cached-engine';
import { findOnPath, lastLine, runCommand, reportElapsed } from './run-command';
import type { EngineStep } from './find-engine';

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

interface GoInstallation {
  readonly engine: CachedEngine;
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

async function goInstall(
  go: string,
  goPackage: string,
  { engine, folder, env }: GoInstallation,
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
