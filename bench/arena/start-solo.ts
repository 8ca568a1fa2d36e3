import path from 'node:path';
import type { Client } from '@temporalio/client';
import type { Knex } from 'knex';
import type { ManagedProcess } from '../../cluster/managed-process';
import { COMMAND_LINE } from '../../cluster/project-folder';
import { createProcessStarter, type ProcessStarter } from '../../cluster/process-starter';
import { temporalDevServerSpec } from '../../cluster/temporal-dev-server';
import { composeStores, type Stores } from '../../src/app/stores';
import { openDatabase } from '../../src/store/database/knex';
import { parseMasterKeys } from '../../src/store/secrets/master-keys';
import type { FirstAttempt } from '../options/parse-options';
import { createApi, type ProductApi } from '../product/api';
import { readCredentials } from '../product/product-shape';
import { productSettings } from '../product/product-settings';
import type { RunContext } from '../run-context';
import { withoutSettings } from '../without-settings';
import { temporaryFolder } from './arena';
import { connectClient, NAMESPACE } from './engine';
import { startPostgres } from './start-postgres';
import { createThrowawayDatabase } from './throwaway-database';
import { developmentMasterKeys } from '../../src/local/demo/data-folder';
import { findDevServerCli } from '../../src/local/engines/temporal-programs';

/** One service on a dev server of its own, both of which can be killed and started, and its data. */
export interface Solo {
  readonly temporal: ManagedProcess;
  readonly service: ManagedProcess;
  readonly client: Client;
  readonly taskQueue: string;
  readonly api: ProductApi;
  readonly cloudName: string;
  readonly environmentId: string;
  /** The service's database, beside the service. */
  readonly db: Knex;
  readonly isPostgres: boolean;
  readonly stores: Stores;
  /** Absolute path of the dev server's database. */
  readonly temporalDatabaseFile: string;
  /** Of the dev server, in Prometheus' format. */
  readonly temporalMetricsUrl: string;
}

export interface SoloOptions {
  readonly name: FirstAttempt;
  /** Of the service, besides those that make it one on this dev server. */
  readonly settings: Readonly<Record<string, string>>;
}

/** With many deliveries asleep a start may take long, which is measured. */
const START_DEADLINE_MS = 300_000;

/** Starts a dev server and the service, API and worker in one process; `closing` ends both. */
export async function startSolo(context: RunContext, { name, settings }: SoloOptions): Promise<Solo> {
  const { env, report, closing, options } = context;
  const folder = await temporaryFolder(context);
  const postgres = options.postgres ? await startPostgres({ folder, env, report, closing }) : undefined;
  const starter = createProcessStarter({ folder, report, closing });
  const dataFolder = path.join(folder, name);
  const databaseUrl = postgres
    ? await createThrowawayDatabase(postgres.url, closing)
    : `sqlite:${path.join(dataFolder, 'webhooks.db')}`;

  const { temporalPort, metricsPort } = await startDevServer(starter, { folder, env, report });
  const engine = { address: `127.0.0.1:${temporalPort}`, namespace: NAMESPACE };
  const client = await connectClient(engine.address, closing);
  const servicePort = await starter.portOf('service');
  const own = productSettings({ name, engine });
  await starter.start('service', {
    command: process.execPath,
    args: [COMMAND_LINE, 'all'],
    env: {
      ...withoutSettings(env),
      ...own,
      PORT: String(servicePort),
      DATA_DIR: dataFolder,
      DATABASE_URL: databaseUrl,
      ...settings,
    },
    endSignal: 'SIGTERM',
    startDeadlineMs: START_DEADLINE_MS,
    isReady: async (printed) => printed.includes('Ready.'),
  });

  const db = await openDatabase(databaseUrl, { mustExist: true });
  closing.add('database', () => db.destroy());
  const stores = composeStores(db, parseMasterKeys(developmentMasterKeys(dataFolder)));
  const credentials = readCredentials(dataFolder);
  const { cloud_name: cloudName } = credentials;
  const environment = await stores.environments.findByCloudName(cloudName);
  if (environment === undefined) throw new Error(`the service has made no environment "${cloudName}"`);
  return {
    temporal: processNamed(starter, 'temporal'),
    service: processNamed(starter, 'service'),
    client,
    taskQueue: own.TEMPORAL_TASK_QUEUE,
    api: createApi(`http://127.0.0.1:${servicePort}/v1_1/${cloudName}`, credentials),
    cloudName,
    environmentId: environment.id,
    db,
    isPostgres: postgres !== undefined,
    stores,
    temporalDatabaseFile: path.join(folder, 'temporal.db'),
    temporalMetricsUrl: `http://127.0.0.1:${metricsPort}/metrics`,
  };
}

async function startDevServer(
  starter: ProcessStarter,
  { folder, env, report }: Pick<RunContext, 'env' | 'report'> & { readonly folder: string },
) {
  const cli = await findDevServerCli({ env, report });
  const temporalPort = await starter.portOf('temporal');
  const metricsPort = await starter.portOf('temporal metrics');
  const spec = temporalDevServerSpec({
    cli,
    folder,
    port: temporalPort,
    uiPort: await starter.portOf('temporal-ui'),
    namespace: NAMESPACE,
    env,
  });
  await starter.start('temporal', {
    ...spec,
    args: [...spec.args, '--metrics-port', String(metricsPort)],
    startDeadlineMs: START_DEADLINE_MS,
  });
  return { temporalPort, metricsPort };
}

function processNamed({ processes }: ProcessStarter, name: string): ManagedProcess {
  const found = processes.get(name);
  if (found === undefined) throw new Error(`there is no process "${name}"`);
  return found;
}
