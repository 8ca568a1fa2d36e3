import { COMMAND_FORMS, type CommandName, type Form } from './command-forms';

/** How a command is called, or, without a name, all of them. */
export function usage(name?: CommandName): string {
  const forms: readonly Form[] =
    name === undefined ? Object.values(COMMAND_FORMS).flat() : COMMAND_FORMS[name];
  const width = Math.max(...forms.map(([typed]) => typed.length)) + 2;
  const lines = forms.map(([typed, purpose]) => `  ${typed.padEnd(width)}${purpose}`);
  return `usage: npx webhooks <command>\n${lines.join('\n')}`;
}
