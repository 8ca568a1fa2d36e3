import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { startDevServerEnvironment } from '../support/engines/dev-server';
import { devServerCli } from '../support/engines/engines';

/* The script that prepares the Temporal cluster of docker-compose.yml, against a real server. */

const SCRIPT = path.resolve(__dirname, '../../docker/temporal-namespace.sh');
const KEYWORD = 2;

let server: TestWorkflowEnvironment;
let programs: string;
beforeAll(async () => {
  server = await startDevServerEnvironment();
  programs = mkdtempSync(path.join(tmpdir(), 'webhook-notifications-docker-'));
  symlinkSync(devServerCli(), path.join(programs, 'temporal'));
}, 60_000);
afterAll(async () => {
  await server.teardown();
  rmSync(programs, { recursive: true, force: true });
});

/** @returns what it printed for a person who looks for errors. */
async function prepare(namespace: string, searchAttributes: string): Promise<string> {
  const { stderr } = await promisify(execFile)('/bin/sh', [SCRIPT], {
    env: {
      PATH: `${programs}:${process.env.PATH ?? ''}`,
      HOME: process.env.HOME,
      TEMPORAL_ADDRESS: server.address,
      TEMPORAL_NAMESPACE: namespace,
      RETENTION: '168h',
      SEARCH_ATTRIBUTES: searchAttributes,
    },
  });
  return stderr;
}

async function described(namespace: string) {
  const { workflowService, operatorService } = server.connection;
  const { config } = await workflowService.describeNamespace({ namespace });
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  return { retentionSeconds: Number(config?.workflowExecutionRetentionTtl?.seconds), customAttributes };
}

it('makes a namespace and its search attributes; run again, it adds only what is missing', async () => {
  expect(await prepare('webhooks', 'CloudName EventType')).toBe('');
  expect(await described('webhooks')).toMatchObject({
    retentionSeconds: 7 * 24 * 3600,
    customAttributes: { CloudName: KEYWORD, EventType: KEYWORD },
  });
  await prepare('webhooks', 'CloudName EventType DestinationHost');
  expect((await described('webhooks')).customAttributes).toMatchObject({
    CloudName: KEYWORD,
    EventType: KEYWORD,
    DestinationHost: KEYWORD,
  });
}, 120_000);
