import { text } from 'node:stream/consumers';
import path from 'node:path';
import { startTypeScript } from '../../../local/engines/typescript-process';
import type { Visit } from './visit';

export interface ProcessVisits {
  readonly visits: readonly Visit[];
  readonly ca: readonly string[];
  readonly sender: 'ours' | 'greedy';
}

export interface ZooMeasurement {
  readonly kinds: readonly string[];
  /**
   * Sockets, timers and the like that keep the process awake, as idle connections do not: before the
   * visits, at once when all have settled, a moment later, and when the sender is closed.
   */
  readonly resources: Readonly<Record<'before' | 'settled' | 'idle' | 'closed', readonly string[]>>;
  /** How much more was in use at the same time, while visiting. */
  readonly livePeakGrowthBytes: number;
  /** How much more is in use afterwards. */
  readonly liveGrowthBytes: number;
  /** By how much the process has grown afterwards. */
  readonly residentGrowthBytes: number;
}

/** Makes the visits in a process that does nothing else, so that what is left is the sender's. */
export async function visitInProcess(visits: ProcessVisits): Promise<ZooMeasurement> {
  const child = startTypeScript(path.join(__dirname, 'visit-in-process.ts'), [JSON.stringify(visits)]);
  if (child.stdout === null) throw new Error('a process without output');
  return JSON.parse(await text(child.stdout)) as ZooMeasurement;
}
