import { setTimeout as pause } from 'node:timers/promises';
import type { CommandContext } from '../cli';
import { composeApi, composeWork } from '../compose';
import type { Foundations } from '../compose';
import { composeClient, type TemporalClient, type TemporalServer } from '../compose-client';
import { composeEgress, readAuthorities } from '../compose-egress';
import { maskUrl } from '../domain/mask-url';
import { ensureDemoEnvironment } from '../setup/demo-environment';
import { welcome } from '../setup/welcome';
import { migrateUp } from '../store/migrate';
import { connectTemporal } from '../temporal/connection';
import { ensureSearchAttributes } from '../temporal/ensure-search-attributes';
import { installRuntime } from '../temporal/runtime';
import { createWorker } from '../temporal/worker';
import { Closing } from './closing';
import { commandLineAuthor } from './command-line-author';
import { apiUrl, listen } from './listen';
import { migrate } from './migrate';
import { openStores } from './open-stores';
import { provideTemporal } from './provide-temporal';
import { stopRequested } from './stop-requested';

export type Role = 'all' | 'api' | 'worker';

/** A worker's deadline for attempts under way, beyond the attempt's own. */
const SHUTDOWN_MARGIN_SECONDS = 5;

/** Runs the API, a worker or both until it is told to stop; then drains, and closes in reverse order. */
export async function runServe(context: CommandContext, role: Role): Promise<void> {
  const closing = new Closing(context.logger);
  const stop = stopRequested();
  let fail: (error: Error) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => (fail = reject));
  failed.catch(() => undefined);
  try {
    const reason = await Promise.race([serve(context, role, { closing, fail }), stop.requested, failed]);
    context.logger.info('stopping', { reason });
  } finally {
    await closing.closeAll();
    stop.dispose();
  }
}

/** What a started part leaves behind: how it is closed, and how it says that it has failed. */
export interface Life {
  readonly closing: Closing;
  readonly fail: (error: Error) => void;
}

/** Starts, and then goes on for ever: whoever stops it is the other one in the race. */
async function serve(context: CommandContext, role: Role, life: Life): Promise<never> {
  await start(context, role, life);
  return new Promise(() => undefined);
}

async function start(context: CommandContext, role: Role, { closing, fail }: Life): Promise<void> {
  const { config, env, logger, print } = context;
  const authorities = readAuthorities(config);
  installRuntime(
    logger,
    config.METRICS_PORT === undefined ? undefined : `${config.HOST}:${config.METRICS_PORT}`,
  );
  const temporal = await provideTemporal(context, role, { closing, fail });
  if (role === 'all') await migrate(config, migrateUp);
  const { db, stores } = await openStores(config);
  closing.add('database', () => db.destroy());

  const connection = await connectTemporal(env, temporal.address);
  closing.add('connection to Temporal', () => connection.close());
  const foundations: Foundations = { config, logger, db, stores, authorities };
  const server: TemporalServer = { connection, uiUrl: temporal.uiUrl };
  if (role !== 'api') await startWork(foundations, server, { closing, fail });
  if (role !== 'worker')
    await startApi(foundations, composeClient(config, server, { sharesWorker: role === 'all' }), closing);
  if (role !== 'all') return;

  const demo = await ensureDemoEnvironment(stores, {
    dataFolder: config.DATA_DIR,
    host: config.HOST,
    by: commandLineAuthor(),
  });
  print(
    welcome({
      apiUrl: apiUrl(config),
      temporalUiUrl: temporal.uiUrl,
      demo,
      allowCidrs: config.ALLOW_CIDRS,
      allowsLoopback: composeEgress(config).rules.allowsLoopback,
    }),
  );
}

async function startWork(
  foundations: Foundations,
  server: TemporalServer,
  { closing, fail }: Life,
): Promise<void> {
  const { config, logger } = foundations;
  const { connection } = server;
  await ensureSearchAttributes(connection, config.TEMPORAL_NAMESPACE);
  if (config.WEBHOOK_PROXY_URL !== undefined) {
    logger.info('deliveries go through a proxy', { proxy: maskUrl(config.WEBHOOK_PROXY_URL) });
  }
  const { activities, sender, sweeper, reconciler, drain } = composeWork(
    foundations,
    composeClient(config, server, { sharesWorker: false }),
  );
  closing.add('sender', () => sender.close());
  closing.add('starts of workflows by the worker', drain);
  const worker = await createWorker({
    connection,
    namespace: config.TEMPORAL_NAMESPACE,
    taskQueue: config.TEMPORAL_TASK_QUEUE,
    workflowBundlePath: require.resolve('../../workflow-bundle.js'),
    activities,
    shutdownGraceSeconds: config.ATTEMPT_TIMEOUT_SECONDS + SHUTDOWN_MARGIN_SECONDS,
  });
  const running = worker.run();
  running.catch(fail);
  closing.add('worker', async () => {
    if (worker.getState() === 'RUNNING') worker.shutdown();
    await running;
  });
  sweeper.start();
  closing.add('sweeper', () => sweeper.stop());
  reconciler.start();
  closing.add('reconciler', () => reconciler.stop());
  const { TEMPORAL_NAMESPACE: namespace, TEMPORAL_TASK_QUEUE: taskQueue } = config;
  logger.info('worker runs', { namespace, taskQueue });
}

async function startApi(foundations: Foundations, client: TemporalClient, closing: Closing): Promise<void> {
  const { config, logger } = foundations;
  const api = composeApi(foundations, client);
  closing.add('starts of workflows', api.drain);
  await listen(api.server, config);
  closing.add('API', api.close);
  closing.add('long polls', api.endWaits);
  closing.add('readiness', async () => {
    api.startDraining();
    await pause(config.DRAIN_DELAY_SECONDS * 1000);
  });
  logger.info('API listens', { url: apiUrl(config) });
}
