import path from 'node:path';

import { isExecutable } from './executable';
import type { CachedEngine } from './cached-engine';
import type { EngineStep } from './find-engine';

/** Takes the copy that an earlier run has left in the cache folder. */
export function cacheStep(engine: CachedEngine): EngineStep {
  const file = path.join(engine.cacheFolder, engine.entry, engine.executable);
  return {
    name: 'cache',
    find: () => (isExecutable(file) ? { path: file } : { reason: `no ${file}` }),
  };
}
