import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const END_DEADLINE_MS = 30_000;
const POLL_MS = 100;

export interface ChildOptions {
  /** Absolute path of a compiled module that ends when its IPC channel is closed. */
  readonly module: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Absolute path of the file that gets its output. */
  readonly logFile: string;
}

/**
 * Starts a process of ours. Its IPC channel closes when this process ends, however it ends, and
 * that ends it. It is in a session of its own, so that Ctrl-C reaches it in order, through us.
 */
export function startChild({ module, args, env, logFile }: ChildOptions): ChildProcess {
  const log = openSync(logFile, 'a');
  try {
    return fork(module, [...args], { env, detached: true, stdio: ['ignore', log, log, 'ipc'] });
  } finally {
    closeSync(log);
  }
}

/** Asks it to end, and makes sure that it has. */
export async function endChild(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const exited = once(child, 'exit');
  if (child.connected) child.disconnect();
  const late = setTimeout(() => child.kill('SIGKILL'), END_DEADLINE_MS);
  await exited;
  clearTimeout(late);
}

/** Asks until the answer is yes. @throws Error with its last words when the process ends first, or is late. */
export async function untilReady(
  child: ChildProcess,
  isReady: () => Promise<boolean>,
  { name, logFile, deadlineMs }: { name: string; logFile: string; deadlineMs: number },
): Promise<void> {
  const endsAt = Date.now() + deadlineMs;
  while (!(await isReady())) {
    const problem = hasEnded(child)
      ? 'ended while it started'
      : Date.now() > endsAt && `was not ready within ${deadlineMs / 1000} s`;
    if (problem) throw new Error(`${name} ${problem}: ${lastWords(logFile)}`);
    await sleep(POLL_MS);
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function lastWords(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').split('\n');
  return (
    lines
      .filter((line) => line.trim() !== '')
      .slice(-3)
      .join(' | ') || 'it said nothing'
  );
}
