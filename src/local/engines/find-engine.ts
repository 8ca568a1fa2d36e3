import path from 'node:path';
import { isExecutable, findOnPath, runCommand, type Report } from './run-command';

/** One way to come by an engine. */
export interface EngineStep {
  /** How the step is called in reports, such as "cache". */
  readonly name: string;
  find(): Promise<EngineStepResult> | EngineStepResult;
}

/** The absolute path of the executable, or the reason why this step has none. */
export type EngineStepResult = { readonly path: string } | { readonly reason: string };

interface EngineSearch {
  /** What is looked for, such as "Temporal CLI". */
  readonly engine: string;
  readonly steps: readonly EngineStep[];
  /** What to install when nothing is found: whole sentences. */
  readonly advice: string;
  readonly report: Report;
}

/**
 * Takes the steps in their order until one has the engine, and reports which.
 *
 * @returns the absolute path of the executable.
 * @throws an Error that lists every step with its reason, and the advice.
 */
export async function findEngine({ engine, steps, advice, report }: EngineSearch): Promise<string> {
  const reasons: string[] = [];
  for (const step of steps) {
    const { name } = step;
    const result = await step.find();
    if ('path' in result) {
      report(`${engine}: ${result.path} (${name})`);
      return result.path;
    }
    reasons.push(`  - ${name}: ${result.reason}`);
  }
  throw new Error([`no ${engine} could be found or made:`, ...reasons, advice].join('\n'));
}

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
