import { CONFIG_ENTRIES, readConfig } from '../../src/config';

/** The README's table of settings, as the configuration has them. */
export function settingsTable(): string {
  const defaults = readConfig({});
  const rows = CONFIG_ENTRIES.map(
    ({ name, description }) => `| \`${name}\` | ${shown(defaults[name])} | ${description} |`,
  );
  return ['| name | default | meaning |', '|---|---|---|', ...rows].join('\n');
}

function shown(value: string | number | readonly (string | number)[] | undefined): string {
  const text = typeof value === 'object' ? value.join(',') : String(value ?? '');
  return text === '' ? '' : `\`${text}\``;
}
