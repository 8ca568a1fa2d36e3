import path from 'node:path';
import { devServerArguments, devServerEnvironment } from '../src/local/dev-server/dev-server-process';
import type { ProcessSpec } from './process-spec';
import { speaksTemporal } from './temporal-server';

export interface TemporalDevServerOptions {
  /** Absolute path of the Temporal CLI. */
  readonly cli: string;
  readonly folder: string;
  readonly port: number;
  readonly uiPort: number;
  readonly namespace: string;
  readonly env: NodeJS.ProcessEnv;
}

const START_DEADLINE_MS = 60_000;

/** Tells how a Temporal dev server is started, which takes the place of a Temporal cluster. */
export function temporalDevServerSpec({
  cli,
  folder,
  env,
  ...options
}: TemporalDevServerOptions): Pick<
  ProcessSpec,
  'command' | 'args' | 'env' | 'endSignal' | 'startDeadlineMs' | 'isReady'
> {
  return {
    command: cli,
    args: devServerArguments({ ...options, databaseFile: path.join(folder, 'temporal.db') }),
    env: devServerEnvironment(env),
    endSignal: 'SIGTERM',
    startDeadlineMs: START_DEADLINE_MS,
    isReady: () => speaksTemporal(`127.0.0.1:${options.port}`),
  };
}
