import { writeFile } from 'node:fs/promises';
import { Closing, stopRequested } from '../src/app/closing';
import { UsageError } from '../src/commands/parse-command-line';
import { createLogger } from '../src/logger';
import { runBudgets } from './budgets/run-budgets';
import { runComparison } from './comparison/run-comparison';
import { runCost } from './cost/run-cost';
import { runIsolation } from './isolation/run-isolation';
import { runKill } from './kill/run-kill';
import { runMicro } from './micro/run-micro';
import { runOpenLoop } from './open-loop/run-open-loop';
import { parseOptions } from './options/parse-options';
import { usage } from './options/usage';
import { runPurge } from './purge/run-purge';
import type { RunContext, RunResult } from './run-context';
import { runWaiting } from './waiting/run-waiting';

const INTERRUPTED = 130;
const startedAtMs = performance.now();

/** Progress goes to standard error: standard output has the result alone. */
function report(line: string): void {
  const seconds = Math.round((performance.now() - startedAtMs) / 1000);
  process.stderr.write(`[${String(seconds).padStart(4)} s] ${line}\n`);
}

async function main(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  if (options.help) {
    process.stdout.write(usage());
    return 0;
  }
  const closing = new Closing(createLogger('error'));
  const stop = stopRequested();
  try {
    const measuring = measure({ options, env: process.env, report, closing }, args);
    const ending = await Promise.race([measuring, stop.requested]);
    if (typeof ending === 'number') return ending;
    report(`stopping: ${ending}`);
    return INTERRUPTED;
  } finally {
    await closing.closeAll();
    stop.dispose();
  }
}

/** @returns the exit code. */
async function measure(context: RunContext, args: readonly string[]): Promise<number> {
  const { options } = context;
  switch (options.measurement) {
    case 'micro':
      process.stdout.write(`${await runMicro({ ...context, json: options.json })}\n`);
      return 0;
    case 'budgets':
      return measureBudgets(context);
    case 'isolation':
      process.stdout.write(`${await runIsolation(context)}\n`);
      return 0;
    case 'comparison':
      return print(await runComparison(context), context, args);
    case 'open-loop':
      return print(await runOpenLoop(context), context, args);
    case 'waiting':
      return print(await runWaiting(context), context, args);
    case 'purge':
      return print(await runPurge(context), context, args);
    case 'kill':
      return print(await runKill(context), context, args);
    case 'cost':
      return print(await runCost(context), context, args);
  }
}

async function measureBudgets(context: RunContext): Promise<number> {
  const { generated, json } = context.options;
  const { text, overLimit } = await runBudgets({ ...context, generated, json });
  process.stdout.write(`${text}\n`);
  if (overLimit > 0) process.stderr.write(`error: ${overLimit} cases cost more than is allowed\n`);
  return overLimit > 0 ? 1 : 0;
}

async function print(
  { json, markdown, lost }: RunResult,
  { options }: RunContext,
  args: readonly string[],
): Promise<number> {
  process.stdout.write(`${options.json ? JSON.stringify(json, undefined, 2) : markdown}\n`);
  if (options.markdown !== undefined) {
    await writeFile(options.markdown, `\`npm run bench -- ${args.join(' ')}\`\n\n${markdown}`);
  }
  if (lost > 0) process.stderr.write(`error: ${lost} notifications were lost\n`);
  return lost > 0 ? 1 : 0;
}

void main(process.argv.slice(2))
  .catch((error: Error) => {
    process.stderr.write(`error: ${error.message}\n`);
    return error instanceof UsageError ? 2 : 1;
  })
  // What an interrupted measurement still waits for must not keep the process.
  .then((code) => process.exit(code));
