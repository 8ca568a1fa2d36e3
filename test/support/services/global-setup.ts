import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createSqliteTemplate } from '../databases/databases';
import { startPostgres, type PostgresServer } from '../databases/postgres';
import { bundleWorkflows } from '../engines/workflow-bundle';

/** For the global tear-down. */
export const setUp: { folder?: string; postgres?: PostgresServer } = {};

/** Once per run: the workflow bundle, which every worker of every test file loads, a PostgreSQL server, and an SQLite file to copy. */
export default async function globalSetup(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'webhook-notifications-test-'));
  const bundle = path.join(folder, 'workflow-bundle.js');
  const sqlite = path.join(folder, 'template.db');
  const [code, postgres] = await Promise.all([
    bundleWorkflows(),
    startPostgres(),
    createSqliteTemplate(sqlite),
  ]);
  writeFileSync(bundle, code);
  process.env.TEST_WORKFLOW_BUNDLE = bundle;
  process.env.TEST_SQLITE_TEMPLATE = sqlite;
  process.env.TEST_POSTGRES_URL = postgres.url;
  setUp.folder = folder;
  setUp.postgres = postgres;
}
