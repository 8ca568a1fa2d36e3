import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CONFIG_ENTRIES, FOREIGN_CONFIG_NAMES } from '../../src/config';
import { SETTINGS_HEADER, settingsRow } from './settings-table';

const PAGE = readFileSync(path.resolve(__dirname, '../../docs/settings.md'), 'utf8');
const OWN = ['Process', 'HTTP', 'Traces', 'Database', 'Temporal', 'Delivery', 'Limits'];
const FOREIGN = 'Settings of other programs';

const sections = new Map(
  PAGE.split(/^## /m)
    .slice(1)
    .map((section) => [section.split('\n', 1)[0] ?? '', section]),
);

/** The table of a section, cell by cell, without the line below its head. */
function tableOf(heading: string): readonly (readonly string[])[] {
  const lines = (sections.get(heading) ?? '').split('\n').filter((line) => line.startsWith('|'));
  const rows = lines.map((line) => cellsOf(line));
  return rows.filter(([name]) => !/^-+$/.test(name ?? ''));
}

function cellsOf(line: string): readonly string[] {
  const cells = line.split(/(?<!\\)\|/).slice(1, -1);
  return cells.map((cell) => cell.trim());
}

/** The places of settings in the configuration. */
const placeOf = new Map(CONFIG_ENTRIES.map(({ name }, place) => [`\`${name}\``, place]));

it('groups the settings by what they are about', () => {
  expect([...sections.keys()]).toEqual([...OWN, FOREIGN]);
});

it.each(OWN)('%s: has a table, in the order of the configuration', (heading) => {
  const [head, ...rows] = tableOf(heading);
  expect(head).toEqual(cellsOf(SETTINGS_HEADER));
  expect(rows.length).toBeGreaterThan(0);
  const places = rows.map(([name = '']) => placeOf.get(name) ?? -1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
});

it('has every setting of the configuration once, with its default and meaning, and no other', () => {
  const byName = (a: readonly string[], b: readonly string[]) => (a[0] ?? '').localeCompare(b[0] ?? '');
  const documented = OWN.flatMap((heading) => tableOf(heading).slice(1));
  const actual = CONFIG_ENTRIES.map((entry) => cellsOf(settingsRow(entry)));
  expect(documented.sort(byName)).toEqual(actual.sort(byName));
});

it('names every setting that other parts read by themselves', () => {
  const section = sections.get(FOREIGN) ?? '';
  expect(FOREIGN_CONFIG_NAMES.filter((name) => !section.includes(`\`${name}\``))).toEqual([]);
});
