import { once } from 'node:events';
import { endWatched, spawnWatched } from '../src/local/dev-server/watchdog';
import { processTree } from './process-tree';

/* Watched: when this process dies, it wakes what stands still, which would outlive everything otherwise. */
const THAW_AT_THE_END = `trap 'kill -CONT "$@"; exit 0' TERM
while :; do sleep 0.1; done`;

/** Processes that stand still: they keep their connections and answer nothing. */
export interface Frozen {
  thaw(): Promise<void>;
}

/** Stops a process and all of its descendants, as SIGSTOP does. */
export function freeze(pid: number): Frozen {
  const pids = processTree(pid);
  const options = { env: { PATH: process.env.PATH }, output: 'pipe' } as const;
  const guard = spawnWatched('/bin/sh', ['-c', THAW_AT_THE_END, 'thaw', ...pids.map(String)], options);
  guard.stdout?.resume();
  guard.stderr?.resume();
  const ended = once(guard, 'exit');
  for (const each of pids) stop(each);
  return {
    async thaw() {
      endWatched(guard);
      await ended;
    },
  };
}

/** One that has ended since the tree was read has nothing to stop; the others must not stay half frozen for its sake. */
function stop(pid: number): void {
  try {
    process.kill(pid, 'SIGSTOP');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
