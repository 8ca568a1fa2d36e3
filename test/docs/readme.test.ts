import { readFileSync } from 'node:fs';
import path from 'node:path';
import { COMMAND_FORMS } from '../../src/commands/command-forms';
import { FOREIGN_CONFIG_NAMES } from '../../src/config';
import { welcome } from '../../src/local/demo/welcome';

const ROOT = path.resolve(__dirname, '../..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const README = read('README.md');

/** What `npm start` prints with the defaults. */
const WELCOME = welcome({
  apiUrl: 'http://127.0.0.1:8080',
  temporalUiUrl: 'http://127.0.0.1:8233',
  demo: { cloudName: 'demo', credentialsFile: '.data/demo-credentials.json', netrcFile: '.data/netrc' },
  allowCidrs: ['127.0.0.0/8', '::1/128'],
  allowsLoopback: true,
});

const bodies = (text: string) => [...text.matchAll(/-d '([^']*)'/g)].map(([, body]) => body);

it('shows what npm start prints', () => {
  const [printed = ''] = WELCOME.trimStart().split('\n\n', 1);
  expect(README).toContain(printed);
});

it('has the session that npm start prints', () => {
  expect(bodies(README)).toEqual(bodies(WELCOME));
  const base = 'http://127.0.0.1:8080/v1_1/demo';
  const paths = (text: string, start: string) =>
    text
      .split(start)
      .slice(1)
      .map((rest) => /^[/\w?=]*/.exec(rest)?.[0]);
  expect(paths(README, '$base')).toEqual(paths(WELCOME, base));
});

it('names every setting that other parts read by themselves', () => {
  expect(FOREIGN_CONFIG_NAMES.filter((name) => !README.includes(`\`${name}\``))).toEqual([]);
});

it('names every command of the command line, and no other', () => {
  const first = (usage: string | undefined) => usage?.split(' ', 1)[0];
  const section = README.split('## Commands')[1]?.split('\n## ')[0] ?? '';
  const cells = [...section.matchAll(/^\| (`.*?) +\|/gm)].map(([, cell]) => cell ?? '');
  const named = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, usage]) => first(usage)));
  expect([...new Set(named)].sort()).toEqual(Object.keys(COMMAND_FORMS).sort());
});

it('names only scripts that the package has', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const named = [...README.matchAll(/npm (?:run )?(start|test|run|\w+)\b/g)].map(([, name]) => name ?? '');
  expect([...new Set(named)].filter((name) => !(name in scripts))).toEqual([]);
});
