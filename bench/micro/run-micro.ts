import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Closing } from '../../src/app/closing';
import { benchSigning } from './bench-signing';
import { benchStore } from './bench-store';
import type { MicroFigure } from './time-operation';

export interface MicroContext {
  readonly json: boolean;
  readonly report: (line: string) => void;
  readonly closing: Closing;
}

/** Times single operations of the service, without an engine. @returns what is printed. */
export async function runMicro({ json, report, closing }: MicroContext): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'webhook-notifications-micro-'));
  closing.add('folder', () => rm(folder, { recursive: true, force: true }));
  // First what is short: the garbage of the rest would count in its samples.
  const figures = [...(await benchSigning(report)), ...(await benchStore(folder, closing, report))];
  return json ? JSON.stringify(figures, undefined, 2) : microTable(figures);
}

function microTable(figures: readonly MicroFigure[]): string {
  const width = Math.max(...figures.map(({ operation }) => operation.length)) + 2;
  const row = (cells: readonly [string, string, string, string, string]) => {
    const [operation, ...figures] = cells;
    return operation.padEnd(width) + figures.map((figure) => figure.padStart(12)).join('');
  };
  return [
    row(['', 'p50', 'p99', 'longest', 'samples']),
    ...figures.map(({ operation, p50Ms, p99Ms, longestMs, samples }) =>
      row([operation, inMs(p50Ms), inMs(p99Ms), inMs(longestMs), String(samples)]),
    ),
    '',
  ].join('\n');
}

function inMs(ms: number): string {
  return `${ms.toFixed(3)} ms`;
}
