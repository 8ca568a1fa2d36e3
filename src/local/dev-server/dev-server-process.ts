import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';

import { Connection } from '@temporalio/client';

import { claimDevServer } from './claim-dev-server';
import { devServerArguments, devServerEnvironment, type DevServerOptions } from './dev-server-command';
import { pollUntil } from './poll-until';
import { isPortOpen } from './ports';
import { endWatched, spawnWatched } from './watchdog';

const START_DEADLINE_MS = 30_000;

/** One run of the dev server. */
export interface DevServerProcess {
  /** Resolves when the process is gone. */
  readonly exited: Promise<void>;
  /** Asks it to end. */
  end(): void;
}

export function devServerAddress({ port }: Pick<DevServerOptions, 'port'>): string {
  return `127.0.0.1:${port}`;
}

/**
 * Starts the dev server once, and returns when it answers. The log is emptied only when nobody else has the database:
 * until then it may be another server's.
 *
 * @throws an Error of one line: a port in use, or the server's last words.
 */
export async function startDevServerProcess(
  options: DevServerOptions,
  log: 'new log' | 'same log',
): Promise<DevServerProcess> {
  await claimDevServer(options);
  const child = spawnDevServer(options, log === 'new log' ? 'w' : 'a');
  const exited = once(child, 'exit').then(() => undefined);
  let running = true;
  void exited.then(() => (running = false));

  const settled = await pollUntil(
    async () => !running || (await isPortOpen(options.port)),
    START_DEADLINE_MS,
  );
  const answering = settled && running && (await Promise.race([answers(options), exited.then(() => false)]));
  if (answering) return { exited, end: () => endWatched(child) };

  const problem = running ? `did not answer within ${START_DEADLINE_MS / 1000} s` : 'ended while it started';
  endWatched(child);
  await exited;
  throw new Error(`the Temporal dev server ${problem}: ${lastWords(options.logFile)}`);
}

function spawnDevServer(options: DevServerOptions, logFlags: 'w' | 'a') {
  const log = openSync(options.logFile, logFlags);
  try {
    const env = devServerEnvironment(options.env);
    return spawnWatched(options.cli, devServerArguments(options), { env, output: log });
  } finally {
    closeSync(log);
  }
}

/** An open port is not enough: the server must speak gRPC. */
async function answers(options: DevServerOptions): Promise<boolean> {
  try {
    const address = devServerAddress(options);
    const connection = await Connection.connect({ address, connectTimeout: START_DEADLINE_MS });
    await connection.close();
    return true;
  } catch {
    return false; // The caller looks whether it has ended, and quotes its last words.
  }
}

function lastWords(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').split('\n');
  const last = lines.filter((line) => line.trim() !== '').slice(-3);
  return `${last.join(' | ') || 'it said nothing'} (${logFile})`;
}
