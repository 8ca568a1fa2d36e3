import { COMMAND_FORMS, type CommandName, type Form } from './command-forms';

/** A command that was called wrongly: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What somebody asks for on the command line. */
export type CommandLine =
  | { readonly kind: 'run'; readonly name: CommandName; readonly args: readonly string[] }
  /** Of one command, or of all. */
  | { readonly kind: 'usage'; readonly name: CommandName | undefined }
  | { readonly kind: 'version' };

const HELP_OPTIONS: readonly string[] = ['--help', '-h'];

/** @throws UsageError that says what was typed and what was expected, unless it is one of the forms. */
export function parseCommandLine(words: readonly string[]): CommandLine {
  const [first, ...args] = words;
  if (first === undefined || HELP_OPTIONS.includes(first)) return { kind: 'usage', name: undefined };
  if (first === 'help' && args.length <= 1) {
    return { kind: 'usage', name: args[0] === undefined ? undefined : commandName(args[0]) };
  }
  if (first === '--version' && args.length === 0) return { kind: 'version' };
  const name = commandName(first);
  if (args.some((word) => HELP_OPTIONS.includes(word))) return { kind: 'usage', name };
  const forms: readonly Form[] = COMMAND_FORMS[name];
  const ordered = optionsLast(args);
  if (forms.some(([typed]) => fits(typed.split(' '), [first, ...ordered]))) {
    return { kind: 'run', name, args: ordered };
  }
  throw new UsageError(`${words.join(' ')}: expected ${forms.map(([typed]) => `"${typed}"`).join(' or ')}`);
}

function commandName(word: string): CommandName {
  if (Object.hasOwn(COMMAND_FORMS, word)) return word as CommandName;
  const names = Object.keys(COMMAND_FORMS).join(', ');
  throw new UsageError(`command: got "${word}", expected one of ${names}, help`);
}

/** As the forms have them: whoever types an option need not know where. */
function optionsLast(words: readonly string[]): readonly string[] {
  return [...words.filter((word) => !word.startsWith('-')), ...words.filter((word) => word.startsWith('-'))];
}

function fits(places: readonly string[], words: readonly string[]): boolean {
  return words.length <= places.length && places.every((place, index) => takes(place, words[index]));
}

function takes(place: string, word: string | undefined): boolean {
  if (word === undefined) return place.startsWith('[');
  // No argument begins like an option: an option that nobody knows must not be taken for a name.
  if (/^\[?</.test(place)) return word !== '' && !word.startsWith('-');
  return place
    .replace(/^\[|\]$/g, '')
    .split('|')
    .includes(word);
}

/** How a command is called, or, without a name, all of them. */
export function usage(name?: CommandName): string {
  const forms: readonly Form[] =
    name === undefined ? Object.values(COMMAND_FORMS).flat() : COMMAND_FORMS[name];
  const width = Math.max(...forms.map(([typed]) => typed.length)) + 2;
  const lines = forms.map(([typed, purpose]) => `  ${typed.padEnd(width)}${purpose}`);
  return `usage: npx webhooks <command>\n${lines.join('\n')}`;
}
