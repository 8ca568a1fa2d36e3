import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';

/*
 * Runs the command that follows as its arguments, until that ends by itself or until standard input
 * is closed: then the command gets SIGTERM and, five seconds later, SIGKILL. The operating system
 * closes the pipe of a process that dies, however it dies, and so the command never outlives it.
 */
const WATCHDOG_SCRIPT = `
exec 3<&0
"$@" 3<&- </dev/null &
command=$!
(
  read -r _ <&3
  kill -TERM $command
  tenths=50
  while [ $tenths -gt 0 ] && kill -0 $command; do sleep 0.1; tenths=$((tenths - 1)); done
  kill -KILL $command
) 2>/dev/null &
guard=$!
exec 3<&-
wait $command
code=$?
kill $guard 2>/dev/null
wait $guard 2>/dev/null
exit $code
`;

/** The longest time, in milliseconds, that a watched process lives on after its end was asked for. */
export const WATCHED_END_MS = 5_000;

interface WatchedOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Who runs it; by default who runs this process. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** Where standard output and standard error go: to streams, or to an open file. */
  readonly output: 'pipe' | number;
}

/**
 * Starts a command that cannot outlive this process, not even when this process is killed. It is in
 * a session of its own, so Ctrl-C in the terminal does not reach it: `endWatched` stops it.
 *
 * @param command absolute path of an executable.
 */
export function spawnWatched(
  command: string,
  args: readonly string[],
  options: WatchedOptions,
): ChildProcess {
  const spawnOptions: SpawnOptions = {
    env: options.env,
    cwd: options.cwd,
    ...options.user,
    detached: true,
    stdio: ['pipe', options.output, options.output],
  };
  const child = spawn('/bin/sh', ['-c', WATCHDOG_SCRIPT, 'watchdog', command, ...args], spawnOptions);
  child.stdin?.on('error', () => undefined);
  child.once('exit', () => killRemains(child.pid));
  return child;
}

/** Asks a watched process to end; its `exit` event tells when it has. */
export function endWatched(child: ChildProcess): void {
  child.stdin?.end();
}

/** A watchdog that was itself killed has left its command behind, in the process group that it led. */
function killRemains(groupId: number | undefined): void {
  if (groupId === undefined) return;
  try {
    process.kill(-groupId, 'SIGKILL');
  } catch {
    return; // No such group: nothing was left behind.
  }
}
