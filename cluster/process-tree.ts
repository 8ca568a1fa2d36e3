import { execFileSync } from 'node:child_process';

/** Ids of a process and of all that descend from it, itself first. */
export function processTree(pid: number): number[] {
  const listed = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' });
  const processes = listed.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  const found = [pid];
  for (const parent of found) {
    for (const [child = 0, of] of processes) if (of === parent && child !== 0) found.push(child);
  }
  return found;
}
