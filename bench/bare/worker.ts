import { Client } from '@temporalio/client';
import { bundleWorkflowCode, NativeConnection, Worker } from '@temporalio/worker';
import { createLogger } from '../../src/logger';
import { installRuntime } from '../../src/temporal/worker';
import { searchAttributes } from '../../src/workflows/contract';
import { createBareActivities } from './activities';
import {
  BARE_CLOUD_NAME,
  BARE_EVENT,
  BARE_EVENT_TYPE,
  BARE_TASK_QUEUE,
  bareEventWorkflowId,
} from './contract';
import type { StartRequest, WorkerReport } from './contract';

/*
 * The process of the bare shape: `worker.js <address> <namespace> <url>…`. Its client and its worker
 * share a connection, as the product's do, so that both start workflows eagerly.
 */
async function main([address = '', namespace = '', ...urls]: readonly string[]): Promise<void> {
  installRuntime(createLogger('warn'), undefined);
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue: BARE_TASK_QUEUE,
    workflowBundle: await bundleWorkflowCode({ workflowsPath: require.resolve('./workflows') }),
    activities: { ...createBareActivities(urls) },
    maxConcurrentActivityTaskExecutions: 400,
  });
  const client = new Client({ connection, namespace });
  process.on('message', ({ eventId }: StartRequest) => {
    start(client, eventId).then(
      () => report({ eventId }),
      (error: Error) => report({ eventId, fault: error.message }),
    );
  });
  process.on('disconnect', () => worker.shutdown());
  process.on('SIGINT', () => undefined);
  report('ready');
  await worker.run();
  await connection.close();
}

async function start(client: Client, eventId: string): Promise<void> {
  await client.workflow.start(BARE_EVENT, {
    args: [{ eventId }],
    taskQueue: BARE_TASK_QUEUE,
    workflowId: bareEventWorkflowId(eventId),
    requestEagerStart: true,
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    staticSummary: `${BARE_EVENT_TYPE} ${eventId}`,
    typedSearchAttributes: searchAttributes({ cloudName: BARE_CLOUD_NAME, eventType: BARE_EVENT_TYPE }),
  });
}

function report(message: WorkerReport): void {
  if (process.connected) process.send?.(message);
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`${error.stack ?? error.message}\n`);
  process.exit(1);
});
