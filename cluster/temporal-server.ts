import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { Connection } from '@temporalio/client';
import { devServerEnvironment } from '../src/local/dev-server/dev-server-process';
import { lastLine, runCommand } from '../src/local/engines/run-command';
import { SEARCH_ATTRIBUTES } from '../src/workflows/contract';
import { lowPort } from './low-port';
import { dockerFile } from './project-folder';
import type { ProcessSpec } from './process-spec';

/** Where the programs of a Temporal cluster are: absolute paths. */
export interface TemporalPrograms {
  readonly server: string;
  readonly sqlTool: string;
  /** The Temporal CLI. */
  readonly cli: string;
}

export interface TemporalServerOptions {
  readonly programs: TemporalPrograms;
  readonly folder: string;
  readonly port: number;
  readonly namespace: string;
  readonly postgres: { readonly port: number; readonly password: string };
  readonly env: NodeJS.ProcessEnv;
}

type TemporalSpec = Pick<
  ProcessSpec,
  'command' | 'args' | 'env' | 'endSignal' | 'startDeadlineMs' | 'isReady'
>;

const START_DEADLINE_MS = 60_000;
const CONNECT_MS = 2_000;
const SERVICES = ['FRONTEND', 'HISTORY', 'MATCHING', 'WORKER'] as const;
/** As in docker-compose.yml: fixed for the life of the database. */
const HISTORY_SHARDS = '128';
const RETENTION = '168h';

/** Tells how the Temporal server of docker-compose.yml is started here. */
export async function temporalServerSpec(options: TemporalServerOptions): Promise<TemporalSpec> {
  const { programs, port, postgres, env } = options;
  const ports: Record<string, string> = {};
  for (const service of SERVICES) {
    ports[`${service}_GRPC_PORT`] = String(service === 'FRONTEND' ? port : await lowPort());
    ports[`${service}_MEMBERSHIP_PORT`] = String(await lowPort());
  }
  return {
    command: programs.server,
    args: ['--allow-no-auth', 'start'],
    env: {
      ...devServerEnvironment(env),
      ...ports,
      FRONTEND_HTTP_PORT: String(await lowPort()),
      DB: 'postgres12',
      DB_PORT: String(postgres.port),
      POSTGRES_SEEDS: '127.0.0.1',
      POSTGRES_USER: 'temporal',
      POSTGRES_PWD: postgres.password,
      BIND_ON_IP: '127.0.0.1',
      NUM_HISTORY_SHARDS: HISTORY_SHARDS,
      DYNAMIC_CONFIG_FILE_PATH: dockerFile('temporal-dynamic-config.yaml'),
      LOG_LEVEL: 'warn',
    },
    endSignal: 'SIGTERM',
    startDeadlineMs: START_DEADLINE_MS,
    isReady: () => speaksTemporal(`127.0.0.1:${port}`),
  };
}

/** An open port is not enough: the server must speak gRPC. @throws when it does not. */
export async function speaksTemporal(address: string): Promise<boolean> {
  const connection = await Connection.connect({ address, connectTimeout: CONNECT_MS });
  await connection.close();
  return true;
}

/** Makes or updates the tables of Temporal's databases. */
export function makeTemporalSchema({ postgres, ...options }: TemporalServerOptions): Promise<void> {
  return runScript('temporal-schema.sh', options, {
    SQL_PLUGIN: 'postgres12',
    SQL_HOST: '127.0.0.1',
    SQL_PORT: String(postgres.port),
    SQL_USER: 'temporal',
    SQL_PASSWORD: postgres.password,
  });
}

/** Makes the namespace and its search attributes on a server that runs. */
export function makeTemporalNamespace(options: TemporalServerOptions): Promise<void> {
  return runScript('temporal-namespace.sh', options, {
    TEMPORAL_ADDRESS: `127.0.0.1:${options.port}`,
    TEMPORAL_NAMESPACE: options.namespace,
    RETENTION,
    SEARCH_ATTRIBUTES: Object.values(SEARCH_ATTRIBUTES).join(' '),
  });
}

/** Runs a script of docker-compose.yml as it stands: it finds the programs by the names that they have in the images. */
async function runScript(
  script: string,
  { programs, folder, env }: Pick<TemporalServerOptions, 'programs' | 'folder' | 'env'>,
  settings: NodeJS.ProcessEnv,
): Promise<void> {
  const bin = path.join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  const names = { 'temporal-sql-tool': programs.sqlTool, temporal: programs.cli };
  for (const [name, file] of Object.entries(names)) {
    rmSync(path.join(bin, name), { force: true });
    symlinkSync(file, path.join(bin, name));
  }
  const result = await runCommand('/bin/sh', [dockerFile(script)], {
    env: { PATH: `${bin}:${env.PATH ?? ''}`, HOME: env.HOME, ...settings },
  });
  if (result.exitCode !== 0) throw new Error(`docker/${script}: ${lastLine(result)}`);
}
