import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Closing } from '../../src/app/closing';
import type { BudgetsMessage } from './budgets-worker';
import { LIMIT, type MeasuredCase, type WorstOfKind } from './worst-cases';
/** Room for what one case allocates and for the garbage of the cases before, so that nothing is collected meanwhile. */
const YOUNG_GENERATION = ['--min-semi-space-size=256', '--max-semi-space-size=256'];
const SHOWN_OVER_LIMIT = 10;
const MEGABYTE = 1_000_000;

export interface BudgetsContext {
  /** Number of filters, and of templates, that are made from a seed. */
  readonly generated: number;
  readonly json: boolean;
  readonly report: (line: string) => void;
  readonly closing: Closing;
}

export interface BudgetsResult {
  readonly text: string;
  /** Number of cases that cost more than is allowed. */
  readonly overLimit: number;
}

/** Measures what filters and payload templates built to be expensive cost, in a process of its own. */
export async function runBudgets({
  generated,
  json,
  report,
  closing,
}: BudgetsContext): Promise<BudgetsResult> {
  const kinds = await measureInChild(generated, { report, closing });
  const overLimit = kinds.reduce((sum, kind) => sum + kind.overLimit.length, 0);
  return { text: json ? JSON.stringify(kinds, undefined, 2) : kinds.map(described).join('\n'), overLimit };
}

async function measureInChild(
  generated: number,
  { report, closing }: Pick<BudgetsContext, 'report' | 'closing'>,
): Promise<readonly WorstOfKind[]> {
  const child = fork(path.join(__dirname, 'budgets-worker.js'), [String(generated)], {
    execArgv: YOUNG_GENERATION,
  });
  closing.add('measurement', async () => void child.kill('SIGKILL'));
  let result: readonly WorstOfKind[] | undefined;
  child.on('message', (message: BudgetsMessage) => {
    if ('progress' in message) return report(message.progress);
    result = message.result;
    child.disconnect();
  });
  await once(child, 'exit');
  if (!result) throw new Error('the measuring process ended early');
  return result;
}

function described({ kind, cases, slowest, largest, overLimit }: WorstOfKind): string {
  const limit = `${LIMIT.timeMs} ms or ${LIMIT.allocatedBytes / MEGABYTE} MB`;
  return [
    `${kind}: ${cases} cases, ${overLimit.length} above ${limit}`,
    ...describedCase('slowest', slowest),
    ...describedCase('largest', largest),
    ...overLimit.slice(0, SHOWN_OVER_LIMIT).flatMap((each) => describedCase('above', each)),
    '',
  ].join('\n');
}

function describedCase(label: string, { name, input, cost }: MeasuredCase): string[] {
  const time = `${cost.timeMs.toFixed(1)} ms`.padStart(9);
  const size = `${(cost.allocatedBytes / MEGABYTE).toFixed(1)} MB`.padStart(9);
  return [`  ${label.padEnd(8)}${time}${size}  ${name}`, `    ${input}`];
}
