import { readFileSync } from 'node:fs';
import path from 'node:path';
import { COMMANDS } from '../../src/commands/all-commands';
import { asTyped, type Commands } from '../../src/commands/parse-command-line';

const PAGE = readFileSync(path.resolve(__dirname, '../../docs/command-line.md'), 'utf8');

it('lists every form of every command, in the order of the usage text, and no other', () => {
  const rows = [...PAGE.matchAll(/^\| `(.+?)` +\| (?=\S)/gm)].map(([, typed = '']) =>
    typed.replaceAll('\\|', '|'),
  );
  const commands: Commands = COMMANDS;
  const typed = Object.entries(commands).flatMap(([name, forms]) => forms.map((form) => asTyped(name, form)));
  expect(rows).toEqual(typed);
});
