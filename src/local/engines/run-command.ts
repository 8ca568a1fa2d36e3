import { createInterface } from 'node:readline';
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { endWatched, spawnWatched } from '../dev-server/watchdog';

/** Tells the person in front of the screen what is going on, one line at a time. */
export type Report = (line: string) => void;

const KEPT_LINES = 200;

interface RunCommandOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Called with each line of output as it comes. */
  readonly onLine?: (line: string) => void;
  /** Stops the command. */
  readonly signal?: AbortSignal;
}

interface CommandResult {
  readonly exitCode: number;
  /** The last lines of standard output and standard error, in the order of their coming. */
  readonly output: string;
}

/**
 * Runs a command to its end. It is stopped when this process ends first.
 *
 * @param command absolute path of an executable.
 */
export function runCommand(
  command: string,
  args: readonly string[],
  options: RunCommandOptions,
): Promise<CommandResult> {
  const { env, cwd, onLine, signal } = options;
  return new Promise((resolve, reject) => {
    const child = spawnWatched(command, args, { env, ...(cwd && { cwd }), output: 'pipe' });
    signal?.addEventListener('abort', () => endWatched(child));
    const lines: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        if (lines.length > KEPT_LINES) lines.shift();
        onLine?.(line);
      });
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ exitCode: code ?? 1, output: lines.join('\n') }));
  });
}

/** The last line that says something; of a failed command, usually why it failed. */
export function lastLine({ output, exitCode }: CommandResult): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  return lines.at(-1)?.trim() ?? `ended with exit code ${exitCode} and no word`;
}

const INTERVAL_MS = 10_000;

/**
 * Reports every ten seconds what is being done and for how long.
 *
 * @returns a function that ends the reports.
 */
export function reportElapsed(report: Report, describe: () => string): () => void {
  const startedAt = Date.now();
  const timer = setInterval(() => {
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    report(`${describe()} (${seconds} s)`);
  }, INTERVAL_MS);
  return () => clearInterval(timer);
}

/** Tells whether there is a file at this path that this user may execute. */
export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The absolute path of a command on `PATH`; `undefined` when there is none. */
export function findOnPath(command: string, env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => path.resolve(folder, command)).find(isExecutable);
}
