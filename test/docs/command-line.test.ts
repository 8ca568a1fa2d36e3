import { readFileSync } from 'node:fs';
import path from 'node:path';
import { COMMAND_FORMS } from '../../src/commands/command-forms';

const PAGE = readFileSync(path.resolve(__dirname, '../../docs/command-line.md'), 'utf8');

it('lists every form of every command, in the order of the usage text, and no other', () => {
  const rows = [...PAGE.matchAll(/^\| `(.+?)` +\| (?=\S)/gm)].map(([, typed = '']) =>
    typed.replaceAll('\\|', '|'),
  );
  const forms = Object.values(COMMAND_FORMS).flatMap((forms) => forms.map(([typed]) => typed));
  expect(rows).toEqual(forms);
});
