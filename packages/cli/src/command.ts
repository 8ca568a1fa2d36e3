import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { Client } from './client.ts';
import { usageFailure, type ExitCode } from './failure.ts';
import type { Streams, Terminal } from './terminal.ts';

type Option = NonNullable<ParseArgsConfig['options']>[string] & {
  /** For the usage text: what stands after an option that has a value. */
  readonly value?: string;
  /** For the usage text. */
  readonly help: string;
};
export type Options = Readonly<Record<string, Option>>;

/** What a command works with. */
export interface Context {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly streams: Streams;
  readonly terminal: Terminal;
  /** Whether the output is for programs. */
  readonly isJson: boolean;
  /** @throws Failure without credentials. */
  readonly client: () => Client;
  /** Aborted when somebody wants the command to end. */
  readonly stop: AbortSignal;
}

/** What was typed after a command's name. */
export class Given {
  constructor(
    readonly words: readonly string[],
    private readonly values: Readonly<Record<string, unknown>>,
  ) {}

  text(name: string): string | undefined {
    const value = this.values[name];
    return typeof value === 'string' ? value : undefined;
  }

  list(name: string): readonly string[] {
    const value = this.values[name];
    return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
  }

  flag(name: string): boolean {
    return this.values[name] === true;
  }

  /** @throws Failure for what is no whole number in the range. */
  number(name: string, { byDefault, min, max }: { byDefault: number; min: number; max: number }): number {
    const text = this.text(name);
    if (text === undefined) return byDefault;
    const number = /^\d+$/.test(text) ? Number(text) : NaN;
    if (number >= min && number <= max) return number;
    throw usageFailure(`--${name}: got "${text}", expected a whole number from ${min} to ${max}`);
  }
}

export interface Command {
  /** For instance `triggers add`. */
  readonly name: string;
  /** Arguments, for the usage text. */
  readonly words?: string;
  /** How many arguments it takes, from and to. */
  readonly count?: readonly [number, number];
  readonly help: string;
  readonly options?: Options;
  run(context: Context, given: Given): Promise<ExitCode>;
}

/** Every command takes these. */
export const COMMON_OPTIONS = {
  json: { type: 'boolean', help: 'print JSON, one value on a line' },
  'env-file': { type: 'string', value: '<file>', help: 'read credentials from a file of variables' },
  profile: { type: 'string', value: '<name>', help: 'use the login of this name' },
  'no-color': { type: 'boolean', help: 'print without colours, as with NO_COLOR' },
  help: { type: 'boolean', short: 'h', help: 'show this' },
} as const satisfies Options;

/** @throws Failure that says what was typed and what was expected. */
export function readWords(command: Command, args: readonly string[]): Given {
  const options = { ...COMMON_OPTIONS, ...command.options };
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [min, max] = command.count ?? [0, 0];
    if (values.help !== true && (positionals.length < min || positionals.length > max)) {
      const got = positionals.length === 0 ? 'nothing' : positionals.join(' ');
      throw usageFailure(`${command.name}: got ${got}, expected ${command.words ?? 'no argument'}`);
    }
    return new Given(positionals, values);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (!code.startsWith('ERR_PARSE_ARGS')) throw error;
    throw usageFailure(`${command.name}: ${message.split('. ')[0] ?? ''}; see webhooks help ${command.name}`);
  }
}

/** How a command is called. */
export function usageOf({ name, words, options = {}, help }: Command): string {
  const lines = Object.entries<Option>({ ...options, ...COMMON_OPTIONS, ...options }).map(
    ([option, { value, short, help: what }]) => {
      const typed = `${short === undefined ? '' : `-${short}, `}--${option}${value === undefined ? '' : ` ${value}`}`;
      return `  ${typed.padEnd(28)}${what}`;
    },
  );
  return [
    `usage: webhooks ${[name, words].filter(Boolean).join(' ')} [options]`,
    '',
    help,
    '',
    ...lines,
  ].join('\n');
}
