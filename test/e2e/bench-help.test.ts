import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const BENCH = path.resolve(__dirname, '../../dist/bench/index.js');
const PAGE = readFileSync(path.resolve(__dirname, '../../docs/performance.md'), 'utf8');

it('npm run bench -- --help lists each option of docs/performance.md with its meaning, and no other', () => {
  const printed = execFileSync(process.execPath, [BENCH, '--help'], { encoding: 'utf8' });
  const listed = [...printed.matchAll(/^ {2}(--[\w-]+(?: <[^ ]+| [\w|]+)?) {2,}(.+)$/gm)].map(
    ([, option, meaning]) => [option, meaning],
  );
  const table = PAGE.split('<!-- options -->')[1]?.split('<!-- /options -->')[0] ?? '';
  const documented = [...table.matchAll(/^\| `(--.+?)` +\| (.+?) +\|$/gm)].map(([, option, meaning]) => [
    option?.replaceAll('\\|', '|'),
    meaning,
  ]);
  expect(documented.length).toBeGreaterThan(20);
  expect(listed).toEqual(documented);
});

it.each([
  [
    'an option that it does not know',
    ['--fast'],
    "error: Unknown option '--fast'; --help lists the options\n",
  ],
  [
    'a value that cannot be',
    ['--open-loop', '0'],
    'error: --open-loop 0: expected a whole number from 1 to 10000\n',
  ],
  [
    'options that do not go together',
    ['--micro', '--events', '5'],
    'error: --events: expected without --micro\n',
  ],
])('refuses %s in one line, with exit code 2, and starts nothing', (_mistake, args, message) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BENCH, ...args], { encoding: 'utf8' });
  expect({ status, stdout, stderr }).toEqual({ status: 2, stdout: '', stderr: message });
});
