import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';

const FOLDER = path.resolve(__dirname, '../../dist/console');
const names = readdirSync(path.join(FOLDER, 'assets'));
const read = (name: string) => readFileSync(path.join(FOLDER, 'assets', name));
const page = readFileSync(path.join(FOLDER, 'index.html'), 'utf8');
const sources = names.filter((name) => !/\.(br|gz)$/.test(name));

/** What the page loads at once, packed as hard as gzip can. */
function firstLoad(extension: string): number {
  const loaded = sources.filter((name) => name.endsWith(extension) && page.includes(name));
  expect(loaded).not.toEqual([]);
  return loaded.reduce((bytes, name) => bytes + gzipSync(read(name), { level: 9 }).length, 0);
}

it.each([
  ['.js', 180_000],
  ['.css', 12_000],
])('the first page loads less of %s than %d bytes', (extension, most) => {
  expect(firstLoad(extension)).toBeLessThan(most);
});

it('what is loaded later is small, but for the editor of code, which only the page of a trigger loads', () => {
  const later = sources.filter((name) => name.endsWith('.js') && !page.includes(name));
  const sizeOf = (name: string) => gzipSync(read(name), { level: 9 }).length;
  const [editor = '', ...others] = later.toSorted((a, b) => sizeOf(b) - sizeOf(a));
  expect(editor).toMatch(/^JsonEditor-/);
  expect(sizeOf(editor)).toBeLessThan(130_000);
  expect(Math.max(...others.map(sizeOf))).toBeLessThan(40_000);
});

it('every file is named by what is in it, so that it never changes under its name', () => {
  expect(sources.filter((name) => !/^[\w-]+-[\w-]{8}\.(js|css|svg)$/.test(name))).toEqual([]);
});

it('every file lies beside itself, packed in both ways', () => {
  for (const name of sources) {
    expect(brotliDecompressSync(read(`${name}.br`)).equals(read(name))).toBe(true);
    expect(gunzipSync(read(`${name}.gz`)).equals(read(name))).toBe(true);
  }
});

it('the page runs no script but its files, and has a place for the nonce of its style sheets', () => {
  expect(page).toContain('<meta property="csp-nonce" nonce="NONCE"');
  expect(page).not.toMatch(/<script(?![^>]* src=")[^>]*>/);
  expect(page).not.toMatch(/<style|style="|https?:\/\//);
});
