import { readFileSync } from 'node:fs';
import path from 'node:path';
import { welcome } from '../../src/local/demo/demo-environment';
import * as workflows from '../../src/workflows';

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
  hasConsole: true,
});

const pictures = (text: string) =>
  [...text.matchAll(/^```\w*\n([^]*?)^```$/gm)]
    .map(([, block = '']) => block)
    .filter((block) => /[│▶▼]/.test(block));
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

it('is short, and draws one picture', () => {
  expect(README.trimEnd().split('\n').length).toBeLessThanOrEqual(90);
  expect(pictures(README)).toHaveLength(1);
});

it('draws the journey of an event in its order, by the names that the code has', () => {
  const steps = [
    'POST /events',
    'outbox',
    'dispatchEvent',
    'resolveDestinations',
    'deliverNotification',
    'attemptDelivery',
    'receiver',
  ];
  const [picture = ''] = pictures(README);
  const places = steps.map((step) => picture.indexOf(step));
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(Object.keys(workflows)).toEqual(expect.arrayContaining(['dispatchEvent', 'deliverNotification']));
  const activities = read('src/activities/index.ts');
  expect(['resolveDestinations', 'attemptDelivery'].filter((name) => !activities.includes(name))).toEqual([]);
});

it('names only scripts that the package has', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const named = [...README.matchAll(/npm (?:run )?(start|test|run|\w+)\b/g)].map(([, name]) => name ?? '');
  expect([...new Set(named)].filter((name) => !(name in scripts))).toEqual([]);
});
