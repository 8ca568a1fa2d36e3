import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { Connection } from '@temporalio/client';
import { findOnPath, runCommand } from '../engines/run-command';
import {
  devServerArguments,
  devServerEnvironment,
  type DevServerOptions,
  databaseArguments,
} from './dev-server-command';
import { pollUntil } from './poll-until';
import { isPortOpen, isPortFree } from './ports';
import { endWatched, spawnWatched, WATCHED_END_MS } from './watchdog';

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

/** A server that was told to end lives that long at most; and a little longer on a loaded machine. */
const PATIENCE_MS = WATCHED_END_MS + 3_000;

/**
 * Makes sure that nobody has the ports and the database. A dev server of an earlier run that is
 * about to end is waited for.
 *
 * @throws an Error of one line that names the setting to change.
 */
async function claimDevServer(options: DevServerOptions): Promise<void> {
  const { databaseFile, logger } = options;
  const ps = findOnPath('ps', options.env);
  if (ps !== undefined && (await hasServer(ps, options))) {
    logger.info('waiting for the Temporal dev server of an earlier run to end');
    const ended = await pollUntil(async () => !(await hasServer(ps, options)), PATIENCE_MS);
    if (!ended) {
      throw new Error(
        `${databaseFile} is in use by another Temporal dev server: stop that one, or set DATA_DIR to another folder`,
      );
    }
  }
  // Without `ps`, whoever has the port may be a server that is about to end.
  const patienceMs = ps === undefined ? PATIENCE_MS : 0;
  await claimPort(options.port, 'TEMPORAL_PORT', patienceMs);
  await claimPort(options.uiPort, 'TEMPORAL_UI_PORT', patienceMs);
}

async function claimPort(port: number, setting: string, patienceMs: number): Promise<void> {
  if (await pollUntil(() => isPortFree(port), patienceMs)) return;
  throw new Error(
    `port ${port} is in use by another process: stop that one, or set ${setting} to another port`,
  );
}

async function hasServer(ps: string, { databaseFile, env }: DevServerOptions): Promise<boolean> {
  const mark = ` ${databaseArguments(databaseFile).join(' ')} `;
  let found = false;
  await runCommand(ps, ['-axww', '-o', 'args='], {
    env,
    onLine(line) {
      found ||= line.includes(mark);
    },
  });
  return found;
}
