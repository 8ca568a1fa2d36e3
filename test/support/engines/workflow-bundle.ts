import path from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { PRELOADED_MODULES } from '../../../src/temporal/preloaded-modules';

const WORKFLOWS = path.resolve(__dirname, '../../../src/workflows/index.ts');

/** Bundles our workflows, or others, with interceptors that only tests have. */
export async function bundleWorkflows({
  workflowsPath = WORKFLOWS,
  interceptorModules = [],
}: { workflowsPath?: string; interceptorModules?: string[] } = {}): Promise<string> {
  const { code } = await bundleWorkflowCode({
    workflowsPath,
    workflowInterceptorModules: interceptorModules,
    preloadModules: PRELOADED_MODULES,
    logger: new DefaultLogger('ERROR'),
  });
  return code;
}

/** File that the global setup made. */
export function workflowBundlePath(): string {
  const file = process.env.TEST_WORKFLOW_BUNDLE;
  if (!file) throw new Error('the global setup has not run');
  return file;
}
