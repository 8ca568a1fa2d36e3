import { findOnPath } from './executable';
import type { EngineStep } from './find-engine';
import { runCommand } from './run-command';

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
