import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Runtime } from '@temporalio/worker';
import { ThriftyWorker } from '../../src/temporal/worker';
import { startDevServerEnvironment } from '../support/engines/dev-server';
import { bundleWorkflows } from '../support/engines/workflow-bundle';

const taskQueue = 'thrifty-worker';

class ImpatientWorker extends ThriftyWorker {
  protected static override readonly maxStepMs = 500;
}

let env: TestWorkflowEnvironment;
let code: string;
beforeAll(async () => {
  env = await startDevServerEnvironment();
  code = await bundleWorkflows({ workflowsPath: require.resolve('./worker-workflows') });
});
afterAll(() => env.teardown());

const aWorker = () =>
  ImpatientWorker.create({
    connection: env.nativeConnection,
    taskQueue,
    workflowBundle: { code },
    shutdownForceTime: '1 second',
  });

it('stops in order when it is told to, whether its workflows have ended or not', async () => {
  const worker = await aWorker();
  const { workflow } = env.client;
  await worker.runUntil(async () => {
    const waiting = await workflow.start('wait', { taskQueue, workflowId: 'waiting' });
    await expect(waiting.query('__stack_trace')).resolves.toContain('at wait');
    await expect(workflow.execute('endAtOnce', { taskQueue, workflowId: 'ended' })).resolves.toBe('ended');
  });
  expect(worker.getState()).toBe('STOPPED');
});

it('logs which workflows have failed, and ends when a step of one does not end', async () => {
  const worker = await aWorker();
  const warned = jest.spyOn(Runtime.instance().logger, 'warn').mockImplementation();
  const failed = jest.spyOn(Runtime.instance().logger, 'error').mockImplementation();
  const ended = worker.run().then(
    () => 'no error',
    (error: unknown) => error,
  );
  const { workflow } = env.client;

  await expect(workflow.execute('endAtOnce', { taskQueue, workflowId: 'quick' })).resolves.toBe('ended');
  expect(warned).not.toHaveBeenCalledWith(expect.stringContaining('Workflow'), expect.anything());

  await expect(workflow.execute('fail', { taskQueue, workflowId: 'failing' })).rejects.toThrow();
  expect(warned).toHaveBeenCalledWith('Workflow failed', expect.objectContaining({ workflowId: 'failing' }));

  await workflow.start('goOnForEver', { taskQueue, workflowId: 'endless' });
  await expect(ended).resolves.toBeInstanceOf(Error);
  expect(worker.getState()).toBe('FAILED');
  const lateness = 'a step of the workflow goOnForEver has not ended within 0.5 s';
  expect(failed).toHaveBeenCalledWith('Worker failed', {
    error: expect.objectContaining({ message: lateness }),
    sdkComponent: 'worker',
    taskQueue,
  });
});
