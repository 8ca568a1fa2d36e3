import path from 'node:path';
import type { Closing } from '../../src/app/closing';
import { endChild, startChild, untilReady } from '../child-process';
import type { Arrival, HostsReport } from './contract';

const START_DEADLINE_MS = 30_000;

export interface HostsOptions {
  /** Names the process. */
  readonly name: string;
  readonly count: number;
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly closing: Closing;
  readonly onArrival: (arrival: Arrival) => void;
}

/** Starts receivers in a process of their own. @returns the origin of each. */
export async function startHosts(options: HostsOptions): Promise<readonly string[]> {
  const { name, count, folder, env, closing, onArrival } = options;
  const logFile = path.join(folder, `${name}.log`);
  const module = path.join(__dirname, 'hosts-worker.js');
  const child = startChild({ module, args: [String(count)], env, logFile });
  closing.add(name, () => endChild(child));

  let ports: readonly number[] = [];
  child.on('message', (report: HostsReport) => {
    if (report.kind === 'ready') ports = report.ports;
    else onArrival(report.arrival);
  });
  const isReady = async () => ports.length > 0;
  await untilReady(child, isReady, { name: 'the receivers', logFile, deadlineMs: START_DEADLINE_MS });
  return ports.map((port) => `http://127.0.0.1:${port}`);
}
