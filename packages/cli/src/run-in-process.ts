import { run } from './run.ts';

/** Runs what was typed with this process's streams, until it ends or Control-C is pressed. @returns the exit code. */
export async function runInProcess(words: readonly string[]): Promise<number> {
  const ending = new AbortController();
  let isAsked = false;
  const end = () => {
    // Whoever presses it twice does not want to wait.
    if (isAsked) process.exit(130);
    isAsked = true;
    ending.abort();
  };
  process.on('SIGINT', end).on('SIGTERM', end).on('SIGHUP', end);
  // A reader that goes away, such as head, is no fault.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => process.exit(0));
  const { stdin, stdout, stderr, env } = process;
  return run(words, { streams: { stdin, stdout, stderr }, env, folder: process.cwd(), stop: ending.signal });
}
