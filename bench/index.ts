import { Closing } from '../src/app/closing';
import { UsageError } from '../src/commands/parse-command-line';
import { createLogger } from '../src/logger';
import { runBudgets } from './budgets/run-budgets';
import { runIsolation } from './isolation/run-isolation';
import { runMicro } from './micro/run-micro';
import { parseOptions, usage, type BenchOptions } from './options';
import { run } from './run';

const startedAt = Date.now();

const EXIT_CODES = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const;

/** Progress goes to standard error: standard output has the result alone. */
function report(line: string): void {
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  process.stderr.write(`[${String(seconds).padStart(3)} s] ${line}\n`);
}

async function main(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  if (options.help) {
    process.stdout.write(usage());
    return 0;
  }
  const closing = new Closing(createLogger('error'));
  try {
    return await Promise.race([bench(options, closing), interruption()]);
  } finally {
    await closing.closeAll();
  }
}

/** Resolves to the exit code when the measurement is interrupted. */
function interruption(): Promise<number> {
  return new Promise((resolve) => {
    // Of several signals the first counts: a terminal and npm may both send one, and closing must go on.
    for (const [signal, exitCode] of EXIT_CODES) process.on(signal, () => resolve(exitCode));
  });
}

async function bench(options: BenchOptions, closing: Closing): Promise<number> {
  if (options.micro) {
    process.stdout.write(`${await runMicro({ json: options.json, report, closing })}\n`);
    return 0;
  }
  if (options.budgets) {
    const { text, overLimit } = await runBudgets({ ...options, report, closing });
    process.stdout.write(`${text}\n`);
    if (overLimit > 0) process.stderr.write(`error: ${overLimit} cases cost more than is allowed\n`);
    return overLimit > 0 ? 1 : 0;
  }
  if (options.isolation) {
    process.stdout.write(`${await runIsolation({ options, env: process.env, report, closing })}\n`);
    return 0;
  }
  const { text, lost } = await run({ options, env: process.env, report, closing });
  process.stdout.write(`${text}\n`);
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
