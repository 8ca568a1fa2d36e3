import { writeFileSync } from 'node:fs';

import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

import { inProject } from './project.mjs';

/* Makes dist/workflow-bundle.js, which workers load, so that none has to bundle when it starts. */

const { code } = await bundleWorkflowCode({
  workflowsPath: inProject('dist', 'src', 'workflows', 'index.js'),
  logger: new DefaultLogger('WARN'),
});
writeFileSync(inProject('dist', 'workflow-bundle.js'), code);
