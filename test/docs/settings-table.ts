import { readConfig, type ConfigEntry } from '../../src/config';

/** The head of each table of docs/settings.md. */
export const SETTINGS_HEADER = '| name | default | meaning |';

const DEFAULTS = readConfig({});

/** The row of docs/settings.md for a setting, as the configuration has it. */
export function settingsRow({ name, description }: ConfigEntry): string {
  return `| \`${name}\` | ${shown(DEFAULTS[name])} | ${description} |`;
}

function shown(value: string | number | readonly (string | number)[] | undefined): string {
  const text = typeof value === 'object' ? value.join(',') : String(value ?? '');
  return text === '' ? '' : `\`${text}\``;
}
