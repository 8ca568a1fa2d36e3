import path from 'node:path';
import type { CommandContext, ProcessKind } from './command-context';
import { ensureDataFolder } from '../local/demo/data-folder';
import { startDevServer } from '../local/dev-server/dev-server';
import { findDevServerCli } from '../local/engines/temporal-programs';
import type { Life } from './closing';

export interface ProvidedTemporal {
  readonly address: string;
  readonly uiUrl: string | undefined;
}

/** The configured Temporal cluster, or, for everything on one machine, a dev server that is started now. */
export async function provideTemporal(
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
