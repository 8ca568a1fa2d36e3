#!/usr/bin/env node
import { runAccount } from './commands/account';
import { runConfig } from './commands/config';
import { runEnvironment } from './commands/environment';
import { runKeys } from './commands/keys';
import { runMigrate } from './commands/migrate';
import { runServe } from './commands/serve';
import { UsageError } from './commands/usage-error';
import { ConfigError, readConfig } from './config';
import { createLogger } from './logger';

/** What a command gets: settings, a logger, its arguments, and where its answer is printed. */
export interface CommandContext {
  readonly config: ReturnType<typeof readConfig>;
  readonly env: NodeJS.ProcessEnv;
  readonly logger: ReturnType<typeof createLogger>;
  readonly args: readonly string[];
  readonly print: (text: string) => void;
}

interface Command {
  readonly usage: string;
  readonly purpose: string;
  readonly run: (context: CommandContext) => Promise<void>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  all: {
    usage: 'all',
    purpose: 'everything on one machine: Temporal dev server, migrations, demo environment, API and worker',
    run: (context) => runServe(context, 'all'),
  },
  api: { usage: 'api', purpose: 'the admin API', run: (context) => runServe(context, 'api') },
  worker: { usage: 'worker', purpose: 'a worker', run: (context) => runServe(context, 'worker') },
  migrate: { usage: 'migrate up|down|status', purpose: 'the database’s schema', run: runMigrate },
  environment: {
    usage: 'environment create <cloud_name> [<role>] | list',
    purpose: 'product environments; the new access key is printed once, as JSON',
    run: runEnvironment,
  },
  account: {
    usage: 'account key',
    purpose: 'a new provisioning key of the account, printed once, as JSON; the one before ends',
    run: runAccount,
  },
  keys: {
    usage: 'keys create <cloud_name> [<role>] | rotate [<cloud_name>]',
    purpose:
      'another access key, printed once, as JSON; rotate encrypts all secrets with the first of MASTER_KEYS, or gives an environment a new Ed25519 pair',
    run: runKeys,
  },
  config: { usage: 'config', purpose: 'prints the settings in effect, secrets masked', run: runConfig },
};

async function main([name, ...args]: readonly string[]): Promise<void> {
  const command = name === undefined ? undefined : COMMANDS[name];
  if (!command) {
    process.stderr.write(usage());
    process.exitCode = name === undefined || name === '--help' ? 0 : 2;
    return;
  }
  try {
    const config = readConfig(process.env);
    const logger = createLogger(config.LOG_LEVEL);
    const print = (text: string) => void process.stdout.write(`${text}\n`);
    await command.run({ config, env: process.env, logger, args, print });
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

function usage(): string {
  const lines = Object.values(COMMANDS).map(({ usage: text, purpose }) => `  ${text.padEnd(40)}${purpose}`);
  return `usage: npx webhooks <command>\n${lines.join('\n')}\n`;
}

// A terminal that was closed must not keep a service from draining.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

// The engine's native threads would keep a finished process alive.
void main(process.argv.slice(2)).then(() => process.exit());
