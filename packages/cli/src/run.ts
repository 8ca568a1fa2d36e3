import { COMMANDS } from './all-commands.ts';
import { createClient, type Client } from './client.ts';
import { readWords, usageOf, type Command } from './command.ts';
import { findCredentials } from './credentials.ts';
import { EXIT, Failure, usageFailure, type ExitCode } from './failure.ts';
import { createTerminal, shown, type Streams } from './terminal.ts';

/** What the process gives to a command. */
export interface Surroundings {
  readonly streams: Streams;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The present folder. */
  readonly folder: string;
  /** Aborted when the command is to end. */
  readonly stop: AbortSignal;
}

/** Runs what was typed after `webhooks`. @returns the exit code; prints what went wrong. */
export async function run(words: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { streams, stop } = surroundings;
  try {
    return await runCommand(words, surroundings);
  } catch (error) {
    if (stop.aborted) return EXIT.failed;
    streams.stderr.write(`error: ${shown((error as Error).message)}\n`);
    return error instanceof Failure ? error.exitCode : EXIT.failed;
  }
}

async function runCommand(words: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  const { streams, env, folder, stop } = surroundings;
  const [first] = words;
  if (first === undefined || first === 'help' || first === '--help' || first === '-h') {
    const about = words.slice(1);
    const found = about.length > 0 ? commandIn(about) : undefined;
    streams.stdout.write(`${found ? usageOf(found.command) : USAGE}\n`);
    return EXIT.ok;
  }
  const { command, args } = commandIn(words);
  const given = readWords(command, args);
  const terminal = createTerminal(streams, { env, noColour: given.flag('no-color') });
  if (given.flag('help')) {
    terminal.say(usageOf(command));
    return EXIT.ok;
  }
  const profile = given.text('profile') ?? env.WEBHOOKS_PROFILE;
  const credentialOptions = { env, envFile: given.text('env-file'), profile, folder };
  let made: Client | undefined;
  const client = () => (made ??= createClient(findCredentials(credentialOptions)));
  const isJson = given.flag('json');
  return command.run({ env, streams, terminal, isJson, client, stop }, given);
}

/** @throws Failure when there is no such command. */
function commandIn(words: readonly string[]): {
  readonly command: Command;
  readonly args: readonly string[];
} {
  for (const count of [2, 1]) {
    const name = words.slice(0, count).join(' ');
    const command = COMMANDS.find((each) => each.name === name);
    if (command) return { command, args: words.slice(count) };
  }
  const [first = ''] = words;
  const group = COMMANDS.filter(({ name }) => name.startsWith(`${first} `)).map(({ name }) => name);
  if (group.length > 0) throw usageFailure(`${first}: expected one of ${group.join(', ')}`);
  throw usageFailure(
    `command: got "${first}", expected one of ${COMMAND_NAMES.join(', ')}; see webhooks help`,
  );
}

/** Names of the commands, some of two words. */
export const COMMAND_NAMES: readonly string[] = COMMANDS.map(({ name }) => name);

const WIDTH = Math.max(...COMMAND_NAMES.map((name) => name.length)) + 2;

/** All commands, one line each. */
export const USAGE = [
  'usage: webhooks <command> [options]',
  ...COMMANDS.map(
    ({ name, help }) => `  ${name.padEnd(WIDTH)}${help.split(/[.:] /)[0]?.replace(/\.$/, '') ?? ''}`,
  ),
  'webhooks help <command> shows its options.',
].join('\n');
