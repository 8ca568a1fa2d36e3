import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { REASONS } from '../../../packages/receiver/src/index.ts';

/* packages/receiver/README.md says what the code does. */

const PACKAGE = path.resolve(__dirname, '../../../packages/receiver');
const readme = readFileSync(path.join(PACKAGE, 'README.md'), 'utf8');

/** First cells of the table below a heading, without backticks. */
function firstCells(heading: string): readonly string[] {
  const section = readme.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return [...section.matchAll(/^\| (`[^|]+)\|/gm)].map(([, cell = '']) => cell.replaceAll('`', '').trim());
}

it('lists every reason, and no other', () => {
  expect(firstCells('Why a notification is refused')).toEqual(REASONS);
});

it('lists every option, and no other', () => {
  const code = readFileSync(path.join(PACKAGE, 'src/options.ts'), 'utf8').split('\n}\n')[0] ?? '';
  const options = [...code.matchAll(/^ {2}readonly (\w+)\?:/gm)].map(([, name]) => name);
  expect(firstCells('Options').join(', ').split(', ')).toEqual(options);
});

it('shows every adapter', () => {
  const adapters = readdirSync(path.join(PACKAGE, 'src/adapters')).map((file) => file.replace('.ts', ''));
  const imports = [...readme.matchAll(/\| `\/(\w+)` /g)].map(([, name]) => name);
  expect(new Set(imports)).toEqual(new Set(adapters.filter((name) => name !== 'raw-body')));
});

it('links only to what exists', () => {
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target]) => target ?? '');
  expect(links.filter((target) => !existsSync(path.resolve(PACKAGE, target)))).toEqual([]);
});
