import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Closing } from '../src/commands/closing';
import { lastLine, runCommand } from '../src/temporal/engine/run-command';
import { lowPort } from './low-port';
import { ManagedProcess } from './managed-process';
import { createDatabases, preparePostgres, superuserUrl } from './postgres';
import type { ProcessSpec } from './process-spec';
import { COMMAND_LINE } from './project-folder';
import { keptSecrets } from './secrets';
import { serviceEnvironment, serviceSpec } from './service-spec';
import { temporalDevServerSpec } from './temporal-dev-server';
import {
  makeTemporalNamespace,
  makeTemporalSchema,
  temporalServerSpec,
  type TemporalPrograms,
} from './temporal-server';
import { temporalUiSpec } from './temporal-ui';

/** Who is connected to what: for whoever puts something in between. */
export interface Link {
  /** Name of the process that connects. */
  readonly from: string;
  readonly to: 'postgres' | 'temporal';
  readonly port: number;
}

export interface ClusterOptions {
  /** Of everything that is kept; made when missing. PostgreSQL's user must be allowed to come here. */
  readonly folder: string;
  /** A Temporal server on PostgreSQL, as in docker-compose.yml, or a dev server in its place. */
  readonly temporal:
    | { readonly kind: 'server'; readonly programs: TemporalPrograms; readonly ui?: string }
    | { readonly kind: 'dev server'; readonly cli: string };
  readonly apis: number;
  readonly workers: number;
  /** Of API and worker, besides those that the cluster decides about. */
  readonly settings: Readonly<Record<string, string>>;
  readonly env: NodeJS.ProcessEnv;
  /** Ports that are wanted, by the names of the processes; any free one by default. */
  readonly ports?: Readonly<Record<string, number>>;
  /** @returns the port that the process is told instead of the server's own. */
  readonly through?: (link: Link) => Promise<number>;
  readonly report: (line: string) => void;
  readonly closing: Closing;
}

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

const NAMESPACE = 'default';
const DATABASE = 'webhooks';

/**
 * Starts the shape of docker-compose.yml on this machine, without containers. What was started is closed with `closing`.
 *
 * @throws Error when a part does not start.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const processes = new Map<string, ManagedProcess>();
  const { folder, temporal, env, report, ports = {} } = options;
  for (const each of ['logs', 'run']) mkdirSync(path.join(folder, each), { recursive: true });
  // PostgreSQL, which does not run as root, comes through here to its own folder.
  chmodSync(folder, 0o711);
  chmodSync(path.join(folder, 'run'), 0o711);
  const { postgresPassword: password, masterKeys } = keptSecrets(folder);
  const portOf = async (name: string) => ports[name] ?? (await lowPort());
  const start = async (name: string, spec: Omit<ProcessSpec, 'name' | 'logFile' | 'pidFile'>) => {
    report(`starting ${name}`);
    const files = {
      logFile: path.join(folder, 'logs', `${name}.log`),
      pidFile: path.join(folder, 'run', `${name}.pid`),
    };
    const started = new ManagedProcess({ name, ...files, ...spec }, (ended, words) =>
      report(`${ended} has ended unasked and is started again: ${words}`),
    );
    processes.set(name, started);
    options.closing.add(name, () => started.end());
    await started.start();
  };

  const postgres = { port: await portOf('postgres'), password };
  const postgresOptions = { ...postgres, dataFolder: path.join(folder, 'postgres'), env };
  await start('postgres', await preparePostgres(postgresOptions));
  await createDatabases(postgresOptions);

  const temporalPort = await portOf('temporal');
  const temporalAddress = `127.0.0.1:${temporalPort}`;
  const uiPort = await portOf('temporal-ui');
  const common = { folder, port: temporalPort, namespace: NAMESPACE, env };
  let hasUi = true;
  if (temporal.kind === 'dev server') {
    await start('temporal', temporalDevServerSpec({ ...common, cli: temporal.cli, uiPort }));
  } else {
    const server = { ...common, programs: temporal.programs, postgres };
    report('making the tables of Temporal');
    await makeTemporalSchema(server);
    await start('temporal', await temporalServerSpec(server));
    report('making the namespace of Temporal');
    await makeTemporalNamespace(server);
    hasUi = temporal.ui !== undefined;
    if (temporal.ui !== undefined) {
      const ui = { program: temporal.ui, folder, port: uiPort, temporalAddress, env };
      await start('temporal-ui', temporalUiSpec(ui));
    }
  }
  const uiUrl = hasUi ? `http://127.0.0.1:${uiPort}` : undefined;

  const databaseUrl = (port: number) => `postgres://webhooks:${password}@127.0.0.1:${port}/${DATABASE}`;
  const settings = (postgresPort: number, temporalPort: number): Record<string, string> => ({
    ...options.settings,
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    DATABASE_URL: databaseUrl(postgresPort),
    MASTER_KEYS: masterKeys,
    TEMPORAL_ADDRESS: `127.0.0.1:${temporalPort}`,
    TEMPORAL_NAMESPACE: NAMESPACE,
    ...(uiUrl !== undefined && { TEMPORAL_UI_URL: uiUrl }),
  });
  report('migrating the database');
  await migrate({ ...serviceEnvironment(env), ...settings(postgres.port, temporalPort) });

  const apiUrls: string[] = [];
  const through = options.through ?? (async ({ port }: Link) => port);
  for (const [role, count] of [
    ['api', options.apis],
    ['worker', options.workers],
  ] as const) {
    for (let number = 1; number <= count; number++) {
      const name = `${role}-${number}`;
      const port = await portOf(name);
      const connected = settings(
        await through({ from: name, to: 'postgres', port: postgres.port }),
        await through({ from: name, to: 'temporal', port: temporalPort }),
      );
      await start(name, serviceSpec({ role, port, settings: connected, env }));
      if (role === 'api') apiUrls.push(`http://127.0.0.1:${port}`);
    }
  }
  return {
    folder,
    processes,
    apiUrls,
    temporalAddress,
    namespace: NAMESPACE,
    uiUrl,
    databaseUrl: databaseUrl(postgres.port),
    adminUrl: (database) => superuserUrl(postgres, database),
    settings: settings(postgres.port, temporalPort),
  };
}

async function migrate(env: NodeJS.ProcessEnv): Promise<void> {
  const result = await runCommand(process.execPath, [COMMAND_LINE, 'migrate', 'up'], { env });
  if (result.exitCode !== 0) throw new Error(`migrate up: ${lastLine(result)}`);
}
