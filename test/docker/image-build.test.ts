import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
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
  // The types are those of the same files elsewhere; what is missing here, the last test finds.
  execFileSync(process.execPath, ['scripts/build.mjs', '--noCheck'], { cwd: folder, stdio: 'pipe' });
  const built = readdirSync(path.join(folder, 'dist')).filter((name) => !name.startsWith('.'));
  expect(built.sort()).toEqual(['console', 'migrations', 'package.json', 'src', 'workflow-bundle.js']);
  const cli = path.join(folder, 'dist/src/cli.js');
  const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    version: string;
  };
  expect(execFileSync(process.execPath, [cli, '--version'], { encoding: 'utf8' }).trim()).toContain(version);
}, 300_000);

it('compiles every file that a compiled file names', () => {
  const dist = path.join(folder, 'dist');
  const compiled = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.js') && !file.startsWith('console'),
  );
  const named = compiled.flatMap((file) => {
    const code = readFileSync(path.join(dist, file), 'utf8');
    const names = [...code.matchAll(/\b(?:require|require\.resolve|import)\("(\.[^"]+)"\)/g)];
    return names.map(([, name = '']) => path.join(path.dirname(file), name));
  });
  const resolve = createRequire(path.join(dist, 'package.json')).resolve;
  expect(named.length).toBeGreaterThan(500);
  expect(named.filter((name) => !canResolve(() => resolve(`./${name}`)))).toEqual([]);
});

function canResolve(resolve: () => string): boolean {
  try {
    return existsSync(resolve());
  } catch {
    return false;
  }
}
