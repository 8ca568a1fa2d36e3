import type { Command } from '../command.ts';
import { COMMON_OPTIONS } from '../command.ts';
import { EXIT, usageFailure } from '../failure.ts';

/** What a shell may complete of a command: its one or two words, and its options. */
interface Completed {
  readonly name: string;
  readonly options: readonly string[];
}

/** @param commands all of them, this one included. */
export function completionCommand(commands: () => readonly Command[]): Command {
  return {
    name: 'completion',
    words: '<shell>',
    count: [1, 1],
    help: 'Prints the completion for bash, zsh or fish: add source <(webhooks completion bash) to your shell’s start-up file.',
    async run({ terminal }, given) {
      const [shell = ''] = given.words;
      const completed = commands().map(({ name, options }) => ({
        name,
        options: Object.keys({ ...options, ...COMMON_OPTIONS }).map((each) => `--${each}`),
      }));
      const script = Object.hasOwn(SCRIPTS, shell) ? SCRIPTS[shell as keyof typeof SCRIPTS] : undefined;
      if (!script)
        throw usageFailure(`shell: got "${shell}", expected one of ${Object.keys(SCRIPTS).join(', ')}`);
      terminal.say(script(completed));
      return EXIT.ok;
    },
  };
}

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

function bashScript(commands: readonly Completed[]): string {
  const first = [...new Set(commands.map(({ name }) => name.split(' ')[0]))].join(' ');
  const seconds = secondWords(commands).map(
    ([word, next]) => `    ${word}) [ "$COMP_CWORD" -eq 2 ] && words="${next}" ;;`,
  );
  const optionsOf = (words: 1 | 2) =>
    commands
      .filter(({ name }) => name.split(' ').length === words)
      .map(({ name, options }) => `    "${name}") words="${options.join(' ')}" ;;`)
      .join('\n');
  return `_webhooks() {
  local word="\${COMP_WORDS[COMP_CWORD]}" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    words="${first}"
  elif [[ "$word" == -* ]]; then
    case "\${COMP_WORDS[1]} \${COMP_WORDS[2]}" in
${optionsOf(2)}
    esac
    [ -n "$words" ] || case "\${COMP_WORDS[1]}" in
${optionsOf(1)}
    esac
  else
    case "\${COMP_WORDS[1]}" in
${seconds.join('\n')}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -F _webhooks webhooks`;
}

function zshScript(commands: readonly Completed[]): string {
  return `autoload -U +X bashcompinit && bashcompinit\n${bashScript(commands)}`;
}

function fishScript(commands: readonly Completed[]): string {
  const lines = commands.map(({ name }) => {
    const [first = '', second] = name.split(' ');
    return second === undefined
      ? `complete -c webhooks -n __fish_use_subcommand -a ${first}`
      : `complete -c webhooks -n '__fish_seen_subcommand_from ${first}' -a ${second}`;
  });
  const options = commands.flatMap((command) =>
    command.options.map(
      (each) =>
        `complete -c webhooks -n '__fish_seen_subcommand_from ${command.name.split(' ')[0]}' -l ${each.slice(2)}`,
    ),
  );
  return ['complete -c webhooks -f', ...new Set([...lines, ...options])].join('\n');
}

function secondWords(commands: readonly Completed[]): readonly (readonly [string, string])[] {
  const groups = new Map<string, string[]>();
  for (const [first = '', second] of commands.map(({ name }) => name.split(' '))) {
    if (second !== undefined) groups.set(first, [...(groups.get(first) ?? []), second]);
  }
  return [...groups].map(([first, next]) => [first, next.join(' ')] as const);
}
