import { spawnSync } from 'node:child_process';

/** Whether there is such a program and it ends well. */
export function canRun(program: string, ...args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}
