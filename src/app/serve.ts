import { setTimeout as pause } from 'node:timers/promises';
import path from 'node:path';
import { maskUrl } from '../domain/destinations/destination-url';
import { ensureDemoEnvironment, welcome } from '../local/demo/demo-environment';
import { createServiceMetrics } from '../metrics/service-metrics';
import { migrateUp } from '../store/database/migrate';
import { timeStatements } from '../store/database/watch-database';
import { connectTemporal, ensureSearchAttributes } from '../temporal/connection';
import { installRuntime, createWorker } from '../temporal/worker';
import { VERSION } from '../version';
import { ensureDataFolder } from '../local/demo/data-folder';
import { startDevServer } from '../local/dev-server/dev-server';
import { findDevServerCli } from '../local/engines/temporal-programs';
import { composeApi, composeWork, type Foundations } from './service';
import { composeClient, type TemporalClient, type TemporalServer } from './temporal-client';
import { composeEgress, readAuthorities } from './egress';
import { innerMetricsAddress, serveMetrics, listen } from './listen';
import { Closing, type Life, stopRequested } from './closing';
import { commandLineAuthor, type CommandContext, type ProcessKind } from './command-context';
import { migrate, openStores } from './stores';
import { openTracing } from './tracing';

/** A worker's deadline for attempts under way, beyond the attempt's own. */
const SHUTDOWN_MARGIN_SECONDS = 5;
/** Nobody waits for it: what a worker gives up too early is done twice. */
const WORKER_MAX_SILENCE_MS = 30_000;

/** Runs the API, a worker or both until it is told to stop; then drains, and closes in reverse order. */
export async function runServe(context: CommandContext, kind: ProcessKind): Promise<void> {
  const closing = new Closing(context.logger);
  const stop = stopRequested();
  let fail: (error: Error) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => (fail = reject));
  failed.catch(() => undefined);
  try {
    const reason = await Promise.race([serve(context, kind, { closing, fail }), stop.requested, failed]);
    context.logger.info('stopping', { reason });
  } finally {
    await closing.closeAll();
    stop.dispose();
  }
}

/** Starts, and then goes on for ever: whoever stops it is the other one in the race. */
async function serve(context: CommandContext, kind: ProcessKind, life: Life): Promise<never> {
  await start(context, kind, life);
  return new Promise(() => undefined);
}

async function start(context: CommandContext, kind: ProcessKind, { closing, fail }: Life): Promise<void> {
  const { config, env, logger, print } = context;
  const authorities = readAuthorities(config);
  const metrics = createServiceMetrics(VERSION);
  if (config.METRICS_PORT === undefined) installRuntime(logger, undefined);
  else {
    const inner = await innerMetricsAddress();
    installRuntime(logger, inner);
    const server = await serveMetrics({ host: config.HOST, port: config.METRICS_PORT }, metrics, inner);
    closing.add('metrics', async () => void server.close().closeAllConnections());
  }
  const tracing = openTracing(config, logger);
  if (tracing) closing.add('traces', () => tracing.exporter.close());
  const temporal = await provideTemporal(context, kind, { closing, fail });
  if (kind === 'all') await migrate(config, migrateUp);
  const maxSilenceMs = kind === 'worker' ? WORKER_MAX_SILENCE_MS : undefined;
  const { db, stores, now, close } = await openStores(config, { maxSilenceMs, logger });
  closing.add('database', close);
  if (config.METRICS_PORT !== undefined) timeStatements(db, metrics.statementAnswered);

  const connection = await connectTemporal(env, temporal.address);
  closing.add('connection to Temporal', () => connection.close());
  const foundations: Foundations = { config, logger, metrics, db, stores, now, authorities, tracing };
  const server: TemporalServer = { connection, uiUrl: temporal.uiUrl };
  if (kind !== 'api') await startWork(foundations, server, { closing, fail });
  if (kind !== 'worker')
    await startApi(
      foundations,
      composeClient(config, server, { sharesWorker: kind === 'all', now }),
      closing,
    );
  if (kind !== 'all') return;

  const demo = await ensureDemoEnvironment(stores, {
    dataFolder: config.DATA_DIR,
    host: config.HOST,
    by: commandLineAuthor(),
    now,
  });
  print(
    welcome({
      apiUrl: apiUrl(config),
      temporalUiUrl: temporal.uiUrl,
      demo,
      hasConsole: config.CONSOLE === 'on',
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
  const client = composeClient(config, server, { sharesWorker: false, now: foundations.now });
  const work = composeWork(foundations, client);
  const {
    activities,
    sender,
    sweeper,
    reconciler,
    channelUpkeep,
    failureUpkeep,
    statisticsFiller,
    purge,
    backlogCounter,
  } = work;
  closing.add('sender', () => sender.close());
  closing.add('starts of workflows by the worker', work.drain);
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
  if (config.STATISTICS === 'on') statisticsFiller.start();
  channelUpkeep.start();
  closing.add('upkeep of channels', () => channelUpkeep.stop());
  failureUpkeep.start();
  closing.add('upkeep of failure notifications', () => failureUpkeep.stop());
  closing.add('filler of statistics', () => statisticsFiller.stop());
  purge.start();
  closing.add('purge', () => purge.stop());
  if (config.METRICS_PORT !== undefined) backlogCounter.start();
  closing.add('counter of what waits', () => backlogCounter.stop());
  const { TEMPORAL_NAMESPACE: namespace, TEMPORAL_TASK_QUEUE: taskQueue } = config;
  logger.info('worker runs', { namespace, taskQueue });
}

async function startApi(foundations: Foundations, client: TemporalClient, closing: Closing): Promise<void> {
  const { config, logger } = foundations;
  const api = composeApi(foundations, client);
  closing.add('starts of workflows', api.drain);
  await listen(api.server, { host: config.HOST, port: config.PORT, setting: 'PORT' });
  closing.add('API', api.close);
  closing.add('long polls', api.endWaits);
  closing.add('readiness', async () => {
    api.startDraining();
    await pause(config.DRAIN_DELAY_SECONDS * 1000);
  });
  logger.info('API listens', { url: apiUrl(config) });
}

interface ApiAddress {
  readonly HOST: string;
  readonly PORT: number;
}

/** Where the API is, for people and clients. */
function apiUrl({ HOST, PORT }: ApiAddress): string {
  return `http://${HOST.includes(':') ? `[${HOST}]` : HOST}:${PORT}`;
}

interface ProvidedTemporal {
  readonly address: string;
  readonly uiUrl: string | undefined;
}

/** The configured Temporal cluster, or, for everything on one machine, a dev server that is started now. */
async function provideTemporal(
  { config, env, logger, print }: CommandContext,
  kind: ProcessKind,
  { closing, fail }: Life,
): Promise<ProvidedTemporal> {
  const { TEMPORAL_ADDRESS: address, TEMPORAL_UI_URL: uiUrl } = config;
  if (address !== undefined) return { address, uiUrl };
  if (kind !== 'all') {
    throw new Error(`TEMPORAL_ADDRESS is not set: "${kind}" needs a Temporal cluster, expected host:port`);
  }
  ensureDataFolder(config.DATA_DIR);
  const cli = await findDevServerCli({ env, report: print });
  const dataFolder = path.resolve(config.DATA_DIR);
  const server = await startDevServer({
    cli,
    port: config.TEMPORAL_PORT,
    uiPort: config.TEMPORAL_UI_PORT,
    databaseFile: path.join(dataFolder, 'temporal.db'),
    namespace: config.TEMPORAL_NAMESPACE,
    logFile: path.join(dataFolder, 'temporal.log'),
    env,
    logger,
    onGivenUp: fail,
  });
  closing.add('Temporal dev server', () => server.stop());
  return { address: server.address, uiUrl: uiUrl ?? server.uiUrl };
}
