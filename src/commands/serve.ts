import { once } from 'node:events';
import type { Server } from 'node:http';
import type { CommandContext } from '../cli';
import { composeApi, composeWork } from '../compose';
import type { Foundations } from '../compose';
import { ensureDemoEnvironment } from '../setup/demo-environment';
import { welcome } from '../setup/welcome';
import { migrateUp, migrationStatus } from '../store/migrate';
import { connectTemporal } from '../temporal/connection';
import { ensureSearchAttributes } from '../temporal/ensure-search-attributes';
import { installRuntime } from '../temporal/runtime';
import { createWorker } from '../temporal/worker';
import { Closing } from './closing';
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
  installRuntime(
    logger,
    config.METRICS_PORT === undefined ? undefined : `${config.HOST}:${config.METRICS_PORT}`,
  );
  const temporal = await provideTemporal(context, role, { closing, fail });
  const { db, stores } = await openStores(config);
  closing.add('database', () => db.destroy());
  if (role === 'all') await migrateUp(db);
  else await refusePendingMigrations(db);

  const connection = await connectTemporal(env, temporal.address);
  closing.add('connection to Temporal', () => connection.close());
  const foundations: Foundations = { config, logger, db, stores, connection, uiUrl: temporal.uiUrl };
  if (role !== 'api') await startWork(foundations, { closing, fail });
  if (role !== 'worker') await startApi(foundations, role, closing);
  if (role !== 'all') return;

  const demo = await ensureDemoEnvironment(stores, {
    dataFolder: config.DATA_DIR,
    host: config.HOST,
  });
  print(
    welcome({ apiUrl: apiUrl(config), temporalUiUrl: temporal.uiUrl, demo, allowCidrs: config.ALLOW_CIDRS }),
  );
}

async function refusePendingMigrations(db: Parameters<typeof migrationStatus>[0]): Promise<void> {
  const { pending } = await migrationStatus(db);
  if (pending.length > 0) {
    throw new Error(`the database lacks these migrations: ${pending.join(', ')}; run "migrate up" first`);
  }
}

async function startWork(foundations: Foundations, { closing, fail }: Life): Promise<void> {
  const { config, connection } = foundations;
  await ensureSearchAttributes(connection, config.TEMPORAL_NAMESPACE);
  const { activities, sender, sweeper, drain } = composeWork(foundations);
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
}

async function startApi(foundations: Foundations, role: Role, closing: Closing): Promise<void> {
  const { config, logger } = foundations;
  const { server, endWaits, drain } = composeApi(foundations, { sharesWorker: role === 'all' });
  closing.add('starts of workflows', drain);
  await listen(server, config);
  closing.add('API', () => closeServer(server));
  closing.add('long polls', endWaits);
  logger.info('API listens', { url: apiUrl(config) });
}

async function listen(server: Server, { HOST, PORT }: { HOST: string; PORT: number }): Promise<void> {
  server.listen(PORT, HOST);
  try {
    await once(server, 'listening');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why = code === 'EADDRINUSE' ? 'the port is in use: set PORT to another' : message;
    throw new Error(`PORT ${PORT} on HOST "${HOST}": ${why}`, { cause });
  }
}

/** Lets requests under way finish. */
async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  await closed;
}

function apiUrl({ HOST, PORT }: { HOST: string; PORT: number }): string {
  return `http://${HOST.includes(':') ? `[${HOST}]` : HOST}:${PORT}`;
}
