import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { devServerEnvironment } from '../src/local/dev-server/dev-server-process';
import type { ProcessSpec } from './process-spec';

export interface TemporalUiOptions {
  /** Absolute path of the UI's server. */
  readonly program: string;
  readonly folder: string;
  readonly port: number;
  readonly temporalAddress: string;
  readonly env: NodeJS.ProcessEnv;
}

const START_DEADLINE_MS = 30_000;

/** Tells how the Temporal UI is started, with the settings of docker-compose.yml. */
export function temporalUiSpec({
  program,
  folder,
  port,
  temporalAddress,
  env,
}: TemporalUiOptions): Pick<
  ProcessSpec,
  'command' | 'args' | 'env' | 'endSignal' | 'startDeadlineMs' | 'isReady'
> {
  // Outside its image it reads a file; JSON is YAML too.
  const config = path.join(folder, 'temporal-ui');
  mkdirSync(config, { recursive: true });
  const url = `http://127.0.0.1:${port}`;
  const settings = {
    host: '127.0.0.1',
    port,
    temporalGrpcAddress: temporalAddress,
    enableUi: true,
    cors: { allowOrigins: [url], cookieInsecure: true },
  };
  writeFileSync(path.join(config, 'cluster.yaml'), JSON.stringify(settings));
  return {
    command: program,
    args: ['--root', folder, '--config', 'temporal-ui', '--env', 'cluster', 'start'],
    env: devServerEnvironment(env),
    endSignal: 'SIGTERM',
    startDeadlineMs: START_DEADLINE_MS,
    isReady: async () => (await fetch(`${url}/healthz`)).ok,
  };
}
