import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/* The build stage of the Dockerfile, in a folder that has only what the stage copies. */

const ROOT = path.resolve(__dirname, '../..');
const FOR_DEVELOPERS = ['bench', 'chaos', 'cluster', 'test', 'examples', 'docs'];

const copied = readFileSync(path.join(ROOT, 'Dockerfile'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('COPY ') && !line.includes('--from'))
  .flatMap((line) => line.split(' ').slice(1, -1));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'image-build-'));
  for (const file of copied) cpSync(path.join(ROOT, file), path.join(folder, file), { recursive: true });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('copies nothing that only developers need', () => {
  const ignoreFile = readFileSync(path.join(ROOT, '.dockerignore'), 'utf8').split('\n');
  expect(FOR_DEVELOPERS.filter((name) => !existsSync(path.join(ROOT, name)))).toEqual([]);
  expect(FOR_DEVELOPERS.filter((name) => copied.includes(name) || ignoreFile.includes(`!${name}`))).toEqual(
    [],
  );
});

it('builds the command line and the workflow bundle without it', () => {
  execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: folder, stdio: 'pipe' });
  const built = readdirSync(path.join(folder, 'dist')).filter((name) => !name.startsWith('.'));
  expect(built.sort()).toEqual(['console', 'migrations', 'package.json', 'src', 'workflow-bundle.js']);
  const cli = path.join(folder, 'dist/src/cli.js');
  const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    version: string;
  };
  expect(execFileSync(process.execPath, [cli, '--version'], { encoding: 'utf8' }).trim()).toContain(version);
}, 300_000);
