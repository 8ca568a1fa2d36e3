import { startCluster } from '../../cluster/cluster';
import { findPrograms } from '../../cluster/find-programs';
import type { BenchOptions } from '../options/parse-options';
import { connectClient, NAMESPACE, startEngine, type Engine, type EngineOptions } from './engine';
import { startPostgres, treeOf } from './start-postgres';
import { createThrowawayDatabase } from './throwaway-database';

/** What the shapes stand on: a Temporal server, and where the service keeps its data. */
export interface Platform {
  readonly engine: Engine;
  /** Of a PostgreSQL that was started for this run; `undefined` without one. */
  readonly databasePids: (() => readonly number[]) | undefined;
  /** Makes an empty database. @returns its URL; `undefined` for a SQLite file of the service's own choice. */
  newDatabase(): Promise<string | undefined>;
}

export type PlatformChoice = Pick<BenchOptions, 'postgres' | 'database' | 'cluster'>;

/** Starts what the options choose; `closing` ends it. */
export async function startPlatform(choice: PlatformChoice, options: EngineOptions): Promise<Platform> {
  if (choice.cluster) return startClusterPlatform(options);
  const postgres = choice.postgres ? await startPostgres(options) : undefined;
  const serverUrl = postgres?.url ?? choice.database;
  return {
    engine: await startEngine(options),
    databasePids: postgres?.pids,
    newDatabase: async () =>
      serverUrl === undefined ? undefined : createThrowawayDatabase(serverUrl, options.closing),
  };
}

/** The Temporal server and PostgreSQL of `npm run cluster`; the service's processes are started for each shape. */
async function startClusterPlatform(options: EngineOptions): Promise<Platform> {
  const { folder, env, report, closing } = options;
  const programs = await findPrograms({ env, report });
  const temporal = { kind: 'server', programs } as const;
  const cluster = await startCluster({
    folder,
    temporal,
    apis: 0,
    workers: 0,
    settings: {},
    env,
    report,
    closing,
  });
  const pidsOf = (name: string) => treeOf(cluster.processes.get(name)?.pid);
  return {
    engine: {
      address: cluster.temporalAddress,
      namespace: NAMESPACE,
      client: await connectClient(cluster.temporalAddress, closing),
      pids: () => pidsOf('temporal'),
    },
    databasePids: () => pidsOf('postgres'),
    newDatabase: () => createThrowawayDatabase(cluster.adminUrl('postgres'), closing),
  };
}
