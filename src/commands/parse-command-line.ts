import { parseArgs } from 'node:util';
import type { CommandContext } from '../app/command-context';

/** A command that was called wrongly: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** One way to call a command, and what that does. */
export interface Form {
  /** After the command's name. `a|b`: one of these words; `<x>`: an argument; `[<x>]`: one that may be left out. */
  readonly words: readonly string[];
  /** Options without a value, named without their `--`. Each may be left out. */
  readonly flags?: readonly string[];
  /** For the usage text. */
  readonly help: string;
  run(context: CommandContext, typed: Typed): Promise<void>;
}

/** What was typed after a command's name. */
export interface Typed {
  readonly words: readonly string[];
  readonly flags: readonly string[];
}

/** The forms of each command, by its name, in the order of the usage text. */
export type Commands = Readonly<Record<string, readonly Form[]>>;

/** What somebody asks for on the command line. */
type CommandLine =
  | { readonly kind: 'run'; readonly form: Form; readonly typed: Typed }
  /** Of one command, or of all. */
  | { readonly kind: 'usage'; readonly name: string | undefined }
  | { readonly kind: 'version' };

const HELP_OPTIONS: readonly string[] = ['--help', '-h'];

/** @throws UsageError that says what was typed and what was expected, unless it is one of the forms. */
export function parseCommandLine(commands: Commands, words: readonly string[]): CommandLine {
  const [first, ...args] = words;
  if (first === undefined || HELP_OPTIONS.includes(first)) return { kind: 'usage', name: undefined };
  if (first === 'help' && args.length <= 1) {
    const [name] = args;
    if (name !== undefined) formsOf(commands, name);
    return { kind: 'usage', name };
  }
  if (first === '--version' && args.length === 0) return { kind: 'version' };
  const forms = formsOf(commands, first);
  if (args.some((word) => HELP_OPTIONS.includes(word))) return { kind: 'usage', name: first };
  const typed = read(forms, args);
  const form = typed && forms.find((each) => fits(each, typed));
  if (form) return { kind: 'run', form, typed };
  const expected = forms.map((each) => `"${asTyped(first, each)}"`).join(' or ');
  throw new UsageError(`${words.join(' ')}: expected ${expected}`);
}

/** @throws UsageError when there is no such command. */
function formsOf(commands: Commands, name: string): readonly Form[] {
  const forms = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (forms) return forms;
  throw new UsageError(`command: got "${name}", expected one of ${Object.keys(commands).join(', ')}, help`);
}

/** @returns `undefined` for an option that no form has, that has a value, or that is given twice. */
function read(forms: readonly Form[], args: readonly string[]): Typed | undefined {
  const known = forms.flatMap(({ flags = [] }) => flags);
  const options = Object.fromEntries(known.map((flag) => [flag, { type: 'boolean' as const }]));
  try {
    const { positionals, tokens } = parseArgs({
      args: [...args],
      options,
      allowPositionals: true,
      tokens: true,
    });
    const flags = tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []));
    return new Set(flags).size === flags.length ? { words: positionals, flags } : undefined;
  } catch {
    return undefined;
  }
}

function fits(form: Form, { words, flags }: Typed): boolean {
  return (
    words.length <= form.words.length &&
    form.words.every((place, index) => takes(place, words[index])) &&
    flags.every((flag) => form.flags?.includes(flag))
  );
}

function takes(place: string, word: string | undefined): boolean {
  if (word === undefined) return place.startsWith('[');
  // No argument begins like an option: not even one that is typed after "--".
  if (/^\[?</.test(place)) return word !== '' && !word.startsWith('-');
  return place.split('|').includes(word);
}

/** How a command is called, or, without a name, all of them. */
export function usage(commands: Commands, name?: string): string {
  const lines = Object.entries(commands)
    .filter(([each]) => name === undefined || each === name)
    .flatMap(([each, forms]) => forms.map((form) => [asTyped(each, form), form.help] as const));
  const width = Math.max(...lines.map(([typed]) => typed.length)) + 2;
  const listed = lines.map(([typed, help]) => `  ${typed.padEnd(width)}${help}`);
  return `usage: npx webhooks <command>\n${listed.join('\n')}`;
}

/** As messages and `docs/command-line.md` have it. */
export function asTyped(name: string, { words, flags = [] }: Form): string {
  return [name, ...words, ...flags.map((flag) => `[--${flag}]`)].join(' ');
}
