import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ATTEMPT_ERROR_CODES } from '../../src/domain/deliveries/attempt';
import { POLL_ERROR_CODES } from '../../src/domain/poll/channel';
import { ERROR_CODES } from '../../src/domain/errors';
import { DEFAULT_RETRY_DELAYS_SECONDS } from '../../src/domain/deliveries/retry-schedule';

const ROOT = path.resolve(__dirname, '../..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const DOCUMENTS = [
  ...readdirSync(ROOT).filter((file) => file.endsWith('.md')),
  ...readdirSync(path.join(ROOT, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
];

/** First cells, in backticks, of the table below a heading. */
function codesBelow(document: string, heading: string): readonly string[] {
  const section = read(document).split(`## ${heading}`)[1]?.split('\n## ')[0] ?? '';
  return [...section.matchAll(/^\| `([^`]+)` +\|/gm)].map(([, code]) => code ?? '');
}

it('docs/errors.md lists every code of the API, and no other', () => {
  const onlyOverHttp = [
    'method_not_allowed',
    'request_timeout',
    'headers_too_large',
    'internal_error',
    'unavailable',
  ];
  expect([...codesBelow('docs/errors.md', 'Codes of the API')].sort()).toEqual(
    [...ERROR_CODES, ...onlyOverHttp].sort(),
  );
});

it('docs/errors.md lists every code of attempts, and no other', () => {
  expect([...codesBelow('docs/errors.md', 'Codes of attempts')].sort()).toEqual(
    [...ATTEMPT_ERROR_CODES].sort(),
  );
});

it('docs/errors.md lists every code of channels, and no other', () => {
  expect([...codesBelow('docs/errors.md', 'Codes of channels')].sort()).toEqual([...POLL_ERROR_CODES].sort());
});

it('docs/retry-schedule.md shows the schedule', () => {
  const rows = [...read('docs/retry-schedule.md').matchAll(/^\| (\d) +\| (\d+) min +\| (\d+) min +\|$/gm)];
  const waits = [0, ...DEFAULT_RETRY_DELAYS_SECONDS].map((seconds) => seconds / 60);
  const since = waits.map((_, index) => waits.slice(0, index + 1).reduce((sum, minutes) => sum + minutes, 0));
  expect(rows.map(([, ...cells]) => cells.map(Number))).toEqual(
    waits.map((wait, index) => [index + 1, wait, since[index]]),
  );
});

it('CONTRIBUTING.md gives a reason for every run-time dependency, and there are at most 20', () => {
  const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
  expect(codesBelow('CONTRIBUTING.md', 'Run-time dependencies')).toEqual(Object.keys(dependencies).sort());
  expect(Object.keys(dependencies).length).toBeLessThanOrEqual(20);
});

it('ARCHITECTURE.md names every room', () => {
  const rooms = readdirSync(path.join(ROOT, 'src'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  const named = read('ARCHITECTURE.md');
  expect(rooms.map(({ name }) => name).filter((name) => !named.includes(`\`src/${name}\``))).toEqual([]);
});

it.each(DOCUMENTS)('%s links only to what exists', (document) => {
  const links = [...read(document).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target]) => target ?? '');
  const missing = links.filter((target) => !existsSync(path.resolve(ROOT, path.dirname(document), target)));
  expect(missing).toEqual([]);
});
