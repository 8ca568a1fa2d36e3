import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import type { Closing } from '../src/app/closing';
import { createLogger } from '../src/logger';
import { startDevServer } from '../src/local/dev-server/dev-server';
import { findDevServerCli } from '../src/local/engines/temporal-programs';
import { findProcesses } from './cpu-time';
import { freePort } from './free-port';

/** The dev server that serves both shapes. */
export interface Engine {
  readonly address: string;
  readonly namespace: string;
  readonly client: Client;
  /** Empty where processes cannot be looked at. */
  pids(): readonly number[];
}

const NAMESPACE = 'default';

export interface EngineOptions {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly report: (line: string) => void;
  readonly closing: Closing;
}

/** Starts a dev server, tuned as the product tunes it, on a file in `folder`. */
export async function startEngine({ folder, env, report, closing }: EngineOptions): Promise<Engine> {
  const cli = await findDevServerCli({ env, report });
  const databaseFile = path.join(folder, 'temporal.db');
  const server = await startDevServer({
    cli,
    port: await freePort(),
    uiPort: await freePort(),
    databaseFile,
    namespace: NAMESPACE,
    logFile: path.join(folder, 'temporal.log'),
    env,
    logger: createLogger('error'),
    onGivenUp: (error) => report(error.message),
  });
  closing.add('Temporal dev server', () => server.stop());
  const connection = await Connection.connect({ address: server.address });
  closing.add('connection to Temporal', () => connection.close());
  const pids = findProcesses(databaseFile);
  return {
    address: server.address,
    namespace: NAMESPACE,
    client: new Client({ connection, namespace: NAMESPACE }),
    pids: () => pids,
  };
}
