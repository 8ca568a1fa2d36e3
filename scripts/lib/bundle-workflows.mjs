import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

import { inProject } from './project.mjs';

/* Makes dist/workflow-bundle.js, which workers load, so that none has to bundle when it starts. */

/** @type {{ PRELOADED_MODULES: string[] }} */
const { PRELOADED_MODULES } = createRequire(import.meta.url)(
  inProject('dist', 'src', 'temporal', 'preloaded-modules.js'),
);
const { code } = await bundleWorkflowCode({
  workflowsPath: inProject('dist', 'src', 'workflows', 'index.js'),
  preloadModules: PRELOADED_MODULES,
  logger: new DefaultLogger('WARN'),
});
writeFileSync(inProject('dist', 'workflow-bundle.js'), code);
