import { readFileSync } from 'node:fs';
import path from 'node:path';

/* The package as an operator installs it. */

const ROOT = path.resolve(__dirname, '../../..');
interface Manifest {
  readonly version: string;
  readonly engines: object;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}
const jsonIn = (file: string): unknown => JSON.parse(readFileSync(path.join(ROOT, file), 'utf8'));
const manifest = jsonIn('packages/tracing/package.json') as Manifest;
const service = jsonIn('package.json') as Manifest;

it('has the version and the Node versions of the service', () => {
  expect([manifest.engines, manifest.version]).toEqual([service.engines, service.version]);
});

it('brings libraries of exact versions, as its lock file has them, and none of them is of the service', () => {
  interface Lock {
    readonly packages: Readonly<Record<string, { readonly dependencies?: object; readonly version: string }>>;
  }
  const lock = jsonIn('packages/tracing/package-lock.json') as Lock;
  expect([lock.packages['']?.dependencies, lock.packages['']?.version]).toEqual([
    manifest.dependencies,
    manifest.version,
  ]);
  const libraries = Object.entries(manifest.dependencies);
  expect(libraries.length).toBeGreaterThan(2);
  expect(libraries.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  const ofService = { ...service.dependencies, ...service.devDependencies };
  expect(libraries.filter(([name]) => name in ofService)).toEqual([]);
});
