import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A machine in a folder: commands on its PATH, a cache, and what was reported on its screen. */
export interface Sandbox {
  readonly folder: string;
  readonly cacheFolder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly reported: string[];
  readonly report: (line: string) => void;
  /** Puts an executable shell script on the PATH. @returns its path. */
  addCommand(name: string, script: string): string;
  remove(): void;
}

export function aSandbox(): Sandbox {
  const folder = mkdtempSync(path.join(tmpdir(), 'engine-'));
  const commands = path.join(folder, 'bin');
  const cacheFolder = path.join(folder, 'cache');
  const reported: string[] = [];
  mkdirSync(commands);
  return {
    folder,
    cacheFolder,
    env: { PATH: commands, HOME: folder, WEBHOOKS_CACHE_DIR: cacheFolder },
    reported,
    report: (line) => reported.push(line),
    addCommand: (name, script) => addExecutable(path.join(commands, name), script),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Writes an executable shell script, and the folders above it. @returns its path. */
export function addExecutable(file: string, script: string): string {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\nPATH=/usr/bin:/bin\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}
