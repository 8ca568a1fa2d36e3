import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import type { Logger } from '../../logger';
import { SEARCH_ATTRIBUTES } from '../../workflows/contract';
import { findOnPath, runCommand } from '../engines/run-command';
import { endWatched, spawnWatched, WATCHED_END_MS } from './watchdog';

export interface DevServerOptions {
  /** Absolute path of the Temporal CLI. */
  readonly cli: string;
  /** gRPC port on the loopback interface. */
  readonly port: number;
  /** Port of the Web UI on the loopback interface. */
  readonly uiPort: number;
  /** Absolute path of the SQLite file that keeps the workflows; it and its folder are made when missing. */
  readonly databaseFile: string;
  readonly namespace: string;
  /** Absolute path of the file that gets the server's own output; emptied at the start. */
  readonly logFile: string;
  /** Of this process: what a program needs is handed on to the server's. */
  readonly env: NodeJS.ProcessEnv;
  readonly logger: Logger;
  /** Called once when the server has ended again and again and is not started any more. */
  readonly onGivenUp: (error: Error) => void;
}

/*
 * Measured on two cores: eager starts and one partition per task queue save a fifth of the work per
 * delivery. WAL with synchronous=NORMAL spares a flush to disk per transition; a crash of the server
 * loses nothing, a power cut the last moments. Of the workflows, those used last stay in memory, at most
 * 4,000; by default it would be 128,000. Its only shard may look for tasks to hand out as often as there are
 * new ones: at the default of 20 times a second, each task of a workflow waited some 40 ms from 4 events a
 * second on.
 */
const SQLITE_PRAGMAS = ['journal_mode=WAL', 'synchronous=NORMAL'];

const DYNAMIC_CONFIG = [
  'frontend.enableServerVersionCheck=false',
  'system.enableActivityEagerExecution=true',
  'system.enableEagerWorkflowStart=true',
  'matching.numTaskqueueReadPartitions=1',
  'matching.numTaskqueueWritePartitions=1',
  'history.hostLevelCacheMaxSize=4000',
  'history.transferProcessorMaxPollRPS=1000',
];

/** The command line, after the name of the CLI, that starts the dev server. */
export function devServerArguments(
  options: Pick<DevServerOptions, 'port' | 'uiPort' | 'namespace' | 'databaseFile'>,
): string[] {
  return [
    'server',
    'start-dev',
    ...['--ip', '127.0.0.1'],
    ...['--port', String(options.port)],
    ...['--ui-port', String(options.uiPort)],
    ...['--namespace', options.namespace],
    ...['--log-level', 'warn'],
    ...databaseArguments(options.databaseFile),
    ...SQLITE_PRAGMAS.flatMap((pragma) => ['--sqlite-pragma', pragma]),
    ...DYNAMIC_CONFIG.flatMap((setting) => ['--dynamic-config-value', setting]),
    ...Object.values(SEARCH_ATTRIBUTES).flatMap((name) => ['--search-attribute', `${name}=Keyword`]),
  ];
}

/** The part of the command line by which a running server of the same database is recognised. */
export function databaseArguments(databaseFile: string): string[] {
  return ['--db-filename', databaseFile];
}

/** What a program needs to run at all. */
const KEPT_NAMES = ['PATH', 'HOME', 'TMPDIR', 'TZ', 'SYSTEMROOT', 'GOMAXPROCS', 'GOMEMLIMIT'];

/** Fewer garbage collections in the server's process; measured in deliveries per second. */
const GOGC = '800';

/** From here on it collects more often after all: without a limit, the heap grows to nine times what is in use. */
const GOMEMLIMIT = '700MiB';

/** The environment of the dev server's process: nothing of the service's own settings, which hold its secrets. */
export function devServerEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { GOMEMLIMIT, ...Object.fromEntries(keptEntries(env)), GOGC };
}

function keptEntries(env: NodeJS.ProcessEnv): (readonly [string, string])[] {
  return KEPT_NAMES.flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
}

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

const INTERVAL_MS = 25;

/**
 * Asks again and again until the answer is yes.
 *
 * @returns false when it was not within `deadlineMs`.
 */
export async function pollUntil(ask: () => Promise<boolean>, deadlineMs: number): Promise<boolean> {
  const endsAt = Date.now() + deadlineMs;
  while (!(await ask())) {
    if (Date.now() >= endsAt) return false;
    await sleep(INTERVAL_MS);
  }
  return true;
}

const HOST = '127.0.0.1';

/** Tells whether a server could listen on this port of the loopback interface. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ host: HOST, port, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** Tells whether somebody accepts connections on this port of the loopback interface. */
function isPortOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: HOST, port });
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
