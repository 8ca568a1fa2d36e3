import type { Command } from '../command.ts';
import { COMMON_OPTIONS } from '../command.ts';
import { EXIT, usageFailure } from '../failure.ts';

/** What a shell may complete: the words of commands, and the options of each. */
interface Completed {
  readonly names: readonly string[];
  readonly optionsOf: (name: string) => readonly string[];
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
      const all = commands();
      const completed = {
        names: all.map(({ name }) => name),
        optionsOf: (name: string) =>
          Object.keys({ ...all.find((each) => each.name === name)?.options, ...COMMON_OPTIONS }).map(
            (each) => `--${each}`,
          ),
      };
      const script = Object.hasOwn(SCRIPTS, shell) ? SCRIPTS[shell as keyof typeof SCRIPTS] : undefined;
      if (!script)
        throw usageFailure(`shell: got "${shell}", expected one of ${Object.keys(SCRIPTS).join(', ')}`);
      terminal.say(script(completed));
      return EXIT.ok;
    },
  };
}

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

function bashScript({ names, optionsOf }: Completed): string {
  const first = [...new Set(names.map((name) => name.split(' ')[0]))].join(' ');
  const seconds = secondWords(names).map(
    ([word, next]) => `    ${word}) [ "$COMP_CWORD" -eq 2 ] && words="${next}" ;;`,
  );
  const options = names.map((name) => `    "${name}") words="${optionsOf(name).join(' ')}" ;;`);
  return `_webhooks() {
  local word="\${COMP_WORDS[COMP_CWORD]}" words=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    words="${first}"
  elif [[ "$word" == -* ]]; then
    case "\${COMP_WORDS[1]} \${COMP_WORDS[2]}" in
${options.filter((line) => / .+ /.test(line.split(')')[0] ?? '')).join('\n')}
    esac
    [ -n "$words" ] || case "\${COMP_WORDS[1]}" in
${options.join('\n')}
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

function zshScript(completed: Completed): string {
  return `autoload -U +X bashcompinit && bashcompinit\n${bashScript(completed)}`;
}

function fishScript({ names, optionsOf }: Completed): string {
  const lines = names.map((name) => {
    const [first = '', second] = name.split(' ');
    return second === undefined
      ? `complete -c webhooks -n __fish_use_subcommand -a ${first}`
      : `complete -c webhooks -n '__fish_seen_subcommand_from ${first}' -a ${second}`;
  });
  const options = names.flatMap((name) =>
    optionsOf(name).map(
      (each) =>
        `complete -c webhooks -n '__fish_seen_subcommand_from ${name.split(' ')[0]}' -l ${each.slice(2)}`,
    ),
  );
  return ['complete -c webhooks -f', ...new Set([...lines, ...options])].join('\n');
}

function secondWords(names: readonly string[]): readonly (readonly [string, string])[] {
  const groups = new Map<string, string[]>();
  for (const [first = '', second] of names.map((name) => name.split(' '))) {
    if (second !== undefined) groups.set(first, [...(groups.get(first) ?? []), second]);
  }
  return [...groups].map(([first, next]) => [first, next.join(' ')] as const);
}
