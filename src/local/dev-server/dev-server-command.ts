import type { Logger } from '../../logger';
import { SEARCH_ATTRIBUTES } from '../../workflows/contract';

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
 * 4,000; by default it would be 128,000.
 */
const SQLITE_PRAGMAS = ['journal_mode=WAL', 'synchronous=NORMAL'];
const DYNAMIC_CONFIG = [
  'frontend.enableServerVersionCheck=false',
  'system.enableActivityEagerExecution=true',
  'system.enableEagerWorkflowStart=true',
  'matching.numTaskqueueReadPartitions=1',
  'matching.numTaskqueueWritePartitions=1',
  'history.hostLevelCacheMaxSize=4000',
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
