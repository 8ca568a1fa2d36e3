#!/usr/bin/env node
import { COMMANDS } from './commands/all-commands';
import { customerCommandLine, isForCustomers } from './commands/customer-commands';
import { parseCommandLine, usage, UsageError } from './commands/parse-command-line';
import { ConfigError, readConfig } from './config';
import { createLogger } from './logger';
import { VERSION } from './version';

async function main(words: readonly string[]): Promise<void> {
  const print = (text: string) => void process.stdout.write(`${text}\n`);
  try {
    // Loaded only for words of its own, or when all are asked for: the service starts without it.
    const isOwn = Object.hasOwn(COMMANDS, words[0] ?? '') && words[0] !== 'keys';
    const customers = isOwn ? undefined : customerCommandLine();
    if (customers && isForCustomers(customers, words)) {
      process.exitCode = await customers.runInProcess(words);
      return;
    }
    const asked = parseCommandLine(COMMANDS, words);
    if (asked.kind === 'usage') {
      print(usage(COMMANDS, asked.name));
      if (asked.name === undefined && customers) print(`\nfor customers:\n\n${customers.USAGE}`);
      return;
    }
    if (asked.kind === 'version') return print(VERSION);
    const config = readConfig(process.env);
    const logger = createLogger(config.LOG_LEVEL);
    await asked.form.run({ config, env: process.env, logger, print }, asked.typed);
  } catch (error) {
    fail(error);
  }
}

/** One readable line for each fault. */
function fail(error: unknown): void {
  const lines =
    error instanceof ConfigError ? error.faults : [error instanceof Error ? error.message : String(error)];
  process.stderr.write(lines.map((line) => `error: ${line}\n`).join(''));
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

// A terminal that was closed must not keep a service from draining.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

// The engine's native threads would keep a finished process alive.
void main(process.argv.slice(2)).then(() => process.exit());
