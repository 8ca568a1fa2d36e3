import { SEARCH_ATTRIBUTES } from '../../workflows/contract';
import type { DevServerOptions } from './dev-server-options';

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
