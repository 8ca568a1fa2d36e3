import path from 'node:path';

import { isExecutable, findOnPath } from './executable';
import type { EngineStep } from './find-engine';
import { runCommand } from './run-command';

/**
 * Takes the executable that an environment variable names. A path that leads nowhere is an error
 * and not a reason to go on: who names an executable does not want another one.
 */
export function configuredStep(variable: string, env: NodeJS.ProcessEnv): EngineStep {
  return {
    name: variable,
    find() {
      const configured = env[variable];
      if (!configured) return { reason: 'not set' };
      const file = path.resolve(configured);
      if (isExecutable(file)) return { path: file };
      throw new Error(`${variable}=${configured}: expected the path of an executable file`);
    },
  };
}

/** Takes `temporal` from the `PATH`, if it says that it is the Temporal CLI. */
export function pathStep(env: NodeJS.ProcessEnv): EngineStep {
  return {
    name: 'PATH',
    async find() {
      const file = findOnPath('temporal', env);
      if (file === undefined) return { reason: 'no "temporal" on it' };
      const result = await runCommand(file, ['--version'], { env });
      const isTemporalCli = result.exitCode === 0 && result.output.startsWith('temporal version');
      return isTemporalCli ? { path: file } : { reason: `${file} is not the Temporal CLI` };
    },
  };
}
