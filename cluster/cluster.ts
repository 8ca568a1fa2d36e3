import path from 'node:path';
import type { ClusterOptions } from './cluster-options';
import type { ManagedProcess } from './managed-process';
import { createDatabases, preparePostgres, superuserUrl } from './postgres';
import { createProcessStarter } from './process-starter';
import { keptSecrets } from './secrets';
import { startServices } from './start-services';
import { NAMESPACE, startTemporal } from './start-temporal';

/** PostgreSQL, Temporal, APIs and workers, each a process of its own. */
export interface Cluster {
  readonly folder: string;
  /** By name, in the order of their start: `postgres`, `temporal`, `temporal-ui`, `api-1`…, `worker-1`… */
  readonly processes: ReadonlyMap<string, ManagedProcess>;
  readonly apiUrls: readonly string[];
  readonly temporalAddress: string;
  readonly namespace: string;
  readonly uiUrl: string | undefined;
  /** Of the service's database, for its own role. */
  readonly databaseUrl: string;
  /** Of one of the server's databases, for its superuser. */
  adminUrl(database: string): string;
  /** Settings with which the command line works on this cluster. */
  readonly settings: Readonly<Record<string, string>>;
}

const DATABASE = 'webhooks';

/**
 * Starts the shape of docker-compose.yml on this machine, without containers. What was started is closed with `closing`.
 *
 * @throws Error when a part does not start.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { folder, env } = options;
  const starter = createProcessStarter(options);
  const { postgresPassword: password, masterKeys } = keptSecrets(folder);

  const postgres = { port: await starter.portOf('postgres'), password };
  const postgresOptions = { ...postgres, dataFolder: path.join(folder, 'postgres'), env };
  await starter.start('postgres', await preparePostgres(postgresOptions));
  await createDatabases(postgresOptions);
  const temporal = await startTemporal(starter, options, postgres);

  const databaseUrl = (port: number) => `postgres://webhooks:${password}@127.0.0.1:${port}/${DATABASE}`;
  const settings = (postgresPort: number, temporalPort: number): Record<string, string> => ({
    ...options.settings,
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    DATABASE_URL: databaseUrl(postgresPort),
    MASTER_KEYS: masterKeys,
    TEMPORAL_ADDRESS: `127.0.0.1:${temporalPort}`,
    TEMPORAL_NAMESPACE: NAMESPACE,
    ...(temporal.uiUrl !== undefined && { TEMPORAL_UI_URL: temporal.uiUrl }),
  });
  const servers = { postgresPort: postgres.port, temporalPort: temporal.port, settings };
  return {
    folder,
    apiUrls: await startServices(starter, options, servers),
    processes: starter.processes,
    temporalAddress: `127.0.0.1:${temporal.port}`,
    namespace: NAMESPACE,
    uiUrl: temporal.uiUrl,
    databaseUrl: databaseUrl(postgres.port),
    adminUrl: (database) => superuserUrl(postgres, database),
    settings: settings(postgres.port, temporal.port),
  };
}
