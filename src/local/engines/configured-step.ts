import path from 'node:path';

import { isExecutable } from './executable';
import type { EngineStep } from './find-engine';

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
