import path from 'node:path';
import type { Closing } from '../../src/app/closing';
import { endChild, startChild, untilReady } from '../child-process';
import type { Engine } from '../arena/engine';
import type { Shape } from '../shape';
import { bareEventWorkflowId } from './contract';
import type { StartRequest, WorkerReport } from './contract';

const START_DEADLINE_MS = 60_000;

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

export interface ShapeOptions {
  readonly engine: Engine;
  /** Folder for logs and files, removed by the caller. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly urls: readonly string[];
  readonly closing: Closing;
}

/** Starts the bare shape's process: only workflows, a worker, and POSTs. */
export async function startBareShape({ engine, folder, env, urls, closing }: ShapeOptions): Promise<Shape> {
  const logFile = path.join(folder, 'bare.log');
  const { address, namespace } = engine;
  const child = startChild({
    module: path.join(__dirname, 'worker.js'),
    args: [address, namespace, ...urls],
    env,
    logFile,
  });
  closing.add('bare worker', () => endChild(child));

  let ready = false;
  const waiting = new Map<string, Waiting>();
  child.on('message', (report: WorkerReport) => {
    if (report === 'ready') ready = true;
    else settle(waiting, report);
  });
  await untilReady(child, async () => ready, {
    name: 'the bare worker',
    logFile,
    deadlineMs: START_DEADLINE_MS,
  });

  return {
    name: 'bare',
    pids: () => [child.pid ?? 0],
    parentWorkflowId: bareEventWorkflowId,
    publish: (eventId) =>
      new Promise((resolve, reject) => {
        waiting.set(eventId, { resolve, reject });
        const request: StartRequest = { eventId };
        child.send(request, (error) => error && settle(waiting, { eventId, fault: error.message }));
      }),
  };
}

function settle(waiting: Map<string, Waiting>, { eventId, fault }: Exclude<WorkerReport, 'ready'>): void {
  const waiter = waiting.get(eventId);
  waiting.delete(eventId);
  if (fault === undefined) waiter?.resolve();
  else waiter?.reject(new Error(`the bare worker could not start ${eventId}: ${fault}`));
}
