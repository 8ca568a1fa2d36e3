#!/usr/bin/env node
import type { CommandContext } from './app/command-context';
import { runAccount } from './commands/account';
import type { CommandName } from './commands/command-forms';
import { runConfig } from './commands/config';
import { runEnvironment } from './commands/environment';
import { runKeys } from './commands/keys';
import { runMigrate } from './commands/migrate';
import { parseCommandLine, usage, UsageError } from './commands/parse-command-line';
import { runServe } from './app/serve';
import { ConfigError, readConfig } from './config';
import { createLogger } from './logger';
import { VERSION } from './version';

const COMMANDS: Readonly<Record<CommandName, (context: CommandContext) => Promise<void>>> = {
  all: (context) => runServe(context, 'all'),
  api: (context) => runServe(context, 'api'),
  worker: (context) => runServe(context, 'worker'),
  migrate: runMigrate,
  environment: runEnvironment,
  account: runAccount,
  keys: runKeys,
  config: runConfig,
};

async function main(words: readonly string[]): Promise<void> {
  const print = (text: string) => void process.stdout.write(`${text}\n`);
  try {
    const asked = parseCommandLine(words);
    if (asked.kind === 'usage') return print(usage(asked.name));
    if (asked.kind === 'version') return print(VERSION);
    const config = readConfig(process.env);
    const logger = createLogger(config.LOG_LEVEL);
    await COMMANDS[asked.name]({ config, env: process.env, logger, args: asked.args, print });
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
