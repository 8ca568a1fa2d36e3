import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

import { inProject } from './project.mjs';

/* Makes dist/workflow-bundle.js, which workers load, so that none has to bundle when it starts. */

/** @type {{ PRELOADED_MODULES: string[] }} */
const { PRELOADED_MODULES } = createRequire(import.meta.url)(
  inProject('dist', 'src', 'temporal', 'preloaded-modules.js'),
);
const workflowsPath = inProject('dist', 'src', 'workflows', 'index.js');
const { code } = await bundleWorkflowCode({
  workflowsPath,
  preloadModules: [...PRELOADED_MODULES, workflowsPath],
  logger: new DefaultLogger('WARN'),
});
writeFileSync(inProject('dist', 'workflow-bundle.js'), code);
