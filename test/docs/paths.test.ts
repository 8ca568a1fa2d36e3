import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

/** What stands in backticks and reads as a path of the repository. */
function pathsIn(document: string): readonly string[] {
  const quoted = [...read(document).matchAll(/`([^`\n]+)`/g)].map(([, text]) => text ?? '');
  return quoted.filter((text) => /^[\w.-]+(\/[\w.-]+)+$|^[\w-]+\.(ts|mjs|md|yml)$/.test(text));
}

it.each(['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'docs/operations.md', 'docs/verifying.md'])(
  '%s names only files and folders that exist',
  (document) => {
    const named = pathsIn(document).filter((file) => !file.startsWith('.data') && !file.startsWith('@'));
    const places = (file: string) => [file, `src/${file}`].map((place) => path.join(ROOT, place));
    expect(named.filter((file) => !places(file).some(existsSync))).toEqual([]);
  },
);

it('CONTRIBUTING.md names every folder of tests', () => {
  const folders = readdirSync(path.join(ROOT, 'test'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !['fixtures', 'support'].includes(entry.name))
    .map(({ name }) => `\`test/${name}`);
  const document = read('CONTRIBUTING.md');
  expect(folders.filter((folder) => !document.includes(folder))).toEqual([]);
});
