import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';

/** Runs a TypeScript file in a Node process of its own, which a test may kill. */
export function startTypeScript(file: string, args: readonly string[]): ChildProcess {
  const hook = path.join(__dirname, 'typescript-hook.cjs');
  return spawn(process.execPath, ['--require', hook, file, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}
