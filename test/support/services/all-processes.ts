import { execFileSync } from 'node:child_process';
import { waitUntil } from './wait-until';

/** Ids of the running processes whose command line has all of these words. */
export function processesWith(...words: readonly string[]): readonly number[] {
  return execFileSync('ps', ['-axww', '-o', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => words.every((word) => line.includes(word)))
    .map((line) => Number(line.trim().split(' ', 1)[0]));
}

/** Has processes stand still, as SIGSTOP does, and waits until they do: on a busy machine the signal takes its time. */
export async function halt(pids: readonly number[]): Promise<void> {
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  const states = () => execFileSync('ps', ['-o', 'stat=', '-p', pids.join()], { encoding: 'utf8' });
  await waitUntil('the processes stand still', () =>
    states()
      .trim()
      .split('\n')
      .every((state) => state.startsWith('T')),
  );
}
