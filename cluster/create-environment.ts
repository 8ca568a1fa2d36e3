import { lastLine, runCommand } from '../src/local/engines/run-command';
import type { Cluster } from './cluster';
import { COMMAND_LINE } from './project-folder';
import { serviceEnvironment } from './service-spec';

/** What the command line answers of a product environment's first key. */
export interface Credentials {
  readonly cloud_name: string;
  readonly api_key: string;
  readonly api_secret: string;
}

/** Makes a product environment by the command line, as an operator does. */
export async function createEnvironment(
  { settings }: Pick<Cluster, 'settings'>,
  cloudName: string,
  env: NodeJS.ProcessEnv,
): Promise<Credentials> {
  const args = [COMMAND_LINE, 'environment', 'create', cloudName];
  const result = await runCommand(process.execPath, args, {
    env: { ...serviceEnvironment(env), ...settings },
  });
  if (result.exitCode !== 0) throw new Error(`environment create: ${lastLine(result)}`);
  return JSON.parse(lastLine(result)) as Credentials;
}
