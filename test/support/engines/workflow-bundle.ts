import path from 'node:path';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundleOption } from '@temporalio/worker';
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
    preloadModules: [...PRELOADED_MODULES, workflowsPath],
    logger: new DefaultLogger('ERROR'),
  });
  return code;
}

/**
 * For a worker or a replay: the workflows of the global setup, or others, in the thread of the test. A thread of its own
 * would load the SDK anew for each worker.
 */
export function workflowsInThisThread(workflowBundle: WorkflowBundleOption = { codePath: bundlePath() }) {
  return { workflowBundle, debugMode: true } as const;
}

function bundlePath(): string {
  const file = process.env.TEST_WORKFLOW_BUNDLE;
  if (!file) throw new Error('the global setup has not run');
  return file;
}
