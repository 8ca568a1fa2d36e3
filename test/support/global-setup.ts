import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleWorkflows } from './workflow-bundle';

/** Once per run: the workflow bundle, which every worker of every test file loads. */
export default async function globalSetup(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'webhook-notifications-test-'));
  process.env.TEST_RUN_FOLDER = folder;
  process.env.TEST_WORKFLOW_BUNDLE = path.join(folder, 'workflow-bundle.js');
  writeFileSync(process.env.TEST_WORKFLOW_BUNDLE, await bundleWorkflows());
}
