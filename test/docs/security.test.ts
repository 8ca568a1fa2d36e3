import { readFileSync } from 'node:fs';
import path from 'node:path';

const read = (file: string) => readFileSync(path.resolve(__dirname, '../..', file), 'utf8');

it('SECURITY.md supports the version that the package has, and no other', () => {
  const { version } = JSON.parse(read('package.json')) as { version: string };
  const rows = [...read('SECURITY.md').matchAll(/^\| (\S+) +\| (yes|no) +\|$/gm)].map(
    ([, ...cells]) => cells,
  );
  expect(rows).toEqual([
    [version.replace(/\d+$/, 'x'), 'yes'],
    ['earlier', 'no'],
  ]);
});
