import { setMaxListeners } from 'node:events';
import { Closing, stopRequested } from '../src/app/closing';
import { UsageError } from '../src/commands/parse-command-line';
import { createLogger } from '../src/logger';
import { parseOptions, usage } from './options';
import { runChaos } from './run-chaos';

const INTERRUPTED = 130;
const startedAtMs = performance.now();

/** Progress goes to standard error: standard output has the result alone. */
function report(line: string): void {
  const seconds = Math.round((performance.now() - startedAtMs) / 1000);
  process.stderr.write(`[${String(seconds).padStart(5)} s] ${line}\n`);
}

async function main(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  if (options.help) {
    process.stdout.write(usage());
    return 0;
  }
  const closing = new Closing(createLogger('error'));
  const stop = stopRequested();
  const interruption = new AbortController();
  // Each fault that waits listens.
  setMaxListeners(0, interruption.signal);
  void stop.requested.then((reason) => {
    report(`stopping: ${reason}`);
    interruption.abort();
  });
  try {
    const { signal } = interruption;
    const result = await runChaos({ options, env: process.env, report, closing, stop: signal });
    process.stdout.write(`${result.text}\n`);
    if (result.violations.length > 0) return 1;
    return signal.aborted ? INTERRUPTED : 0;
  } finally {
    await closing.closeAll();
    stop.dispose();
  }
}

void main(process.argv.slice(2))
  .catch((error: Error) => {
    process.stderr.write(`error: ${error.message}\n`);
    return error instanceof UsageError ? 2 : 1;
  })
  // What an interrupted run still waits for must not keep the process.
  .then((code) => process.exit(code));
