import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import type { Closing } from '../../src/app/closing';
import { createLogger } from '../../src/logger';
import { startDevServer } from '../../src/local/dev-server/dev-server';
import { findDevServerCli } from '../../src/local/engines/find-dev-server-cli';
import { findProcesses } from '../cpu-time';
import { freePort } from '../free-port';

/** The Temporal server that serves all shapes. */
export interface Engine {
  readonly address: string;
  readonly namespace: string;
  readonly client: Client;
  /** Empty where processes cannot be looked at. */
  pids(): readonly number[];
}

export const NAMESPACE = 'default';

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
  const client = await connectClient(server.address, closing);
  const pids = findProcesses(databaseFile);
  return { address: server.address, namespace: NAMESPACE, client, pids: () => pids };
}

/** Connects to a Temporal server; `closing` ends the connection. */
export async function connectClient(address: string, closing: Closing): Promise<Client> {
  const connection = await Connection.connect({ address });
  closing.add('connection to Temporal', () => connection.close());
  return new Client({ connection, namespace: NAMESPACE });
}
