import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Closing } from '../../src/commands/closing';
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
  const figures = [...(await benchStore(folder, closing, report)), ...(await benchSigning(report))];
  return json ? JSON.stringify(figures, undefined, 2) : microTable(figures);
}

function microTable(figures: readonly MicroFigure[]): string {
  const width = Math.max(...figures.map(({ operation }) => operation.length)) + 2;
  const row = (cells: readonly [string, string, string, string]) =>
    cells[0].padEnd(width) + cells[1].padStart(12) + cells[2].padStart(12) + cells[3].padStart(10);
  return [
    row(['', 'p50', 'p99', 'samples']),
    ...figures.map(({ operation, p50Ms, p99Ms, samples }) =>
      row([operation, `${p50Ms.toFixed(3)} ms`, `${p99Ms.toFixed(3)} ms`, String(samples)]),
    ),
    '',
  ].join('\n');
}
