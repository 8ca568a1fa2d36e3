import { execFileSync } from 'node:child_process';

/** Ids of the running processes whose command line has all of these words. */
export function processesWith(...words: readonly string[]): readonly number[] {
  return execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => words.every((word) => line.includes(word)))
    .map((line) => Number(line.trim().split(' ', 1)[0]));
}
