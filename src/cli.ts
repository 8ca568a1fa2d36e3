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
  /** What may be typed, and what that does. */
  readonly forms: readonly (readonly [typed: string, purpose: string])[];
  readonly run: (context: CommandContext) => Promise<void>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  all: {
    forms: [
      ['all', 'everything on one machine: Temporal dev server, migrations, demo environment, API and worker'],
    ],
    run: (context) => runServe(context, 'all'),
  },
  api: { forms: [['api', 'the admin API']], run: (context) => runServe(context, 'api') },
  worker: { forms: [['worker', 'a worker']], run: (context) => runServe(context, 'worker') },
  migrate: { forms: [['migrate up|down|status', 'the database’s schema']], run: runMigrate },
  environment: {
    forms: [
      [
        'environment create <cloud_name> [<role>]',
        'a product environment; its first access key is printed once, as JSON',
      ],
      ['environment list', 'the product environments: cloud name and id'],
    ],
    run: runEnvironment,
  },
  account: {
    forms: [
      ['account key', 'a new provisioning key of the account, printed once, as JSON; the one before ends'],
    ],
    run: runAccount,
  },
  keys: {
    forms: [
      ['keys create <cloud_name> [<role>]', 'another access key, printed once, as JSON'],
      ['keys rotate', 'encrypts all secrets again, with the first of MASTER_KEYS'],
      ['keys rotate <cloud_name>', 'a new Ed25519 pair; the one before stays published'],
    ],
    run: runKeys,
  },
  config: { forms: [['config', 'prints the settings in effect, secrets masked']], run: runConfig },
};

async function main([name, ...args]: readonly string[]): Promise<void> {
  if (name === undefined || HELP.has(name)) {
    process.stdout.write(usage());
    return;
  }
  try {
    const command = findCommand(name);
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

const HELP: ReadonlySet<string> = new Set(['help', '--help', '-h']);

function findCommand(name: string): Command {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command) return command;
  throw new UsageError(`command: got "${name}", expected one of ${Object.keys(COMMANDS).join(', ')}, help`);
}

function usage(): string {
  const forms = Object.values(COMMANDS).flatMap((command) => command.forms);
  const width = Math.max(...forms.map(([typed]) => typed.length)) + 2;
  const lines = forms.map(([typed, purpose]) => `  ${typed.padEnd(width)}${purpose}`);
  return `usage: npx webhooks <command>\n${lines.join('\n')}\n`;
}

// A terminal that was closed must not keep a service from draining.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

// The engine's native threads would keep a finished process alive.
void main(process.argv.slice(2)).then(() => process.exit());
